// Command wirevet-vettool runs the rules of wirevet that judge Go source one package at a time under go vet:
//
//	go vet -vettool=$(which wirevet-vettool) ./...
package main

import (
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/wirevet/wirevet/analyzers"
)

func main() { unitchecker.Main(analyzers.All()...) }
