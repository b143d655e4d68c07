module github.com/wirevet/wirevet/test/oracle

go 1.26.0

require github.com/wirevet/wirevet v0.0.0

replace github.com/wirevet/wirevet => ../..
