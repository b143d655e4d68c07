module github.com/wirevet/wirevet

go 1.25.0
