module github.com/wirevet/wirevet/golangci

go 1.26.0

require (
	github.com/golangci/plugin-module-register v0.1.2
	github.com/wirevet/wirevet v0.0.0
	golang.org/x/tools v0.51.0
)

require (
	github.com/bmatcuk/doublestar/v4 v4.10.4 // indirect
	mvdan.cc/sh/v3 v3.14.1 // indirect
)

replace github.com/wirevet/wirevet => ..
