// Command custom is golangci-lint with the linter wirevet in it: what `golangci-lint custom` builds, of this work tree and
// without a clone of golangci-lint. The tests run it.
package main

import (
	"fmt"
	"os"
	"runtime"

	"github.com/golangci/golangci-lint/v2/pkg/commands"
	"github.com/golangci/golangci-lint/v2/pkg/exitcodes"

	_ "github.com/wirevet/wirevet/golangci"
)

func main() {
	// golangci-lint keeps results under its version; under "(devel)" it keeps them under the hash of the program, so that
	// no result of an older wirevet is shown (computeBinarySalt, pkg/commands/run.go, v2.15.0).
	err := commands.Execute(commands.BuildInfo{Version: "(devel)", GoVersion: runtime.Version()})
	if err != nil {
		fmt.Fprintf(os.Stderr, "The command is terminated due to an error: %v\n", err)
		os.Exit(exitcodes.Failure)
	}
}
