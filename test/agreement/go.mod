module github.com/wirevet/wirevet/test/agreement

go 1.26.0
