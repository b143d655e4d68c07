// Command newrule writes the three files of a new rule: go run ./internal/newrule some-bad-thing.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

func main() {
	if err := run(".", os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "newrule:", err)
		os.Exit(2)
	}
}

var validID = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)+$`)

// run writes the files below root. It never overwrites one.
func run(root string, args []string) error {
	if len(args) != 1 || !validID.MatchString(args[0]) {
		return fmt.Errorf("expected one id in kebab-case that names the bad thing, such as tls-verify-disabled")
	}
	id := args[0]
	for name, text := range map[string]string{
		"rules/" + strings.ReplaceAll(id, "-", "_") + ".go": rule,
		"rules/docs/" + id + ".md":                          page,
		"rules/testdata/" + id + ".txtar":                   cases,
	} {
		text = strings.NewReplacer("RULE-ID", id, "RuleName", goName(id), "~", "`").Replace(text)
		f, err := os.OpenFile(filepath.Join(root, filepath.FromSlash(name)), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return err
		}
		_, err = f.WriteString(text)
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
		if err != nil {
			return err
		}
		fmt.Println(name)
	}
	fmt.Println("rules/all.go lists the rules: add " + goName(id))
	return nil
}

// goName turns tls-verify-disabled into TLSVerifyDisabled.
func goName(id string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(id, "-") {
		switch part {
		case "tls", "ssh", "url", "cors":
			b.WriteString(strings.ToUpper(part))
		default:
			b.WriteString(strings.ToUpper(part[:1]) + part[1:])
		}
	}
	return b.String()
}

const rule = `package rules

import "github.com/wirevet/wirevet/facts"

// RuleName flags … Say what goes wrong for a user, and by which authority.
var RuleName = &Rule{
	ID:               "RULE-ID",
	Title:            "",
	Severity:         Warning,
	Answers:          []Code{},
	CWE:              []int{},
	SecuritySeverity: "5.0",
	Precision:        HighPrecision,
	Surfaces:         hostConfig,
	Remote:           checkRuleName,
}

func checkRuleName(c *Context, r *facts.Remote) {
}
`

const page = `# RULE-ID

One sentence: what is there.

| severity | confidence | answers | since | fix |
|---|---|---|---|---|
| warning | high | ** | 0.1 | none |

## Why

## Flagged
~~~json file=.mcp.json bad at=""
{"mcpServers": {}}
~~~

## Not flagged
~~~json file=.mcp.json good
{"mcpServers": {}}
~~~

## Fix

## References
`

const cases = `-- case: what it is about --
-- .mcp.json --
{"mcpServers": {}}
-- want --
.mcp.json:1:1-2 RULE-ID warning
`
