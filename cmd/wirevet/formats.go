package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/internal/atomicfile"
	"github.com/wirevet/wirevet/internal/nearest"
	"github.com/wirevet/wirevet/internal/report"
)

var formats = []string{"text", "json", "sarif", "github", "gitlab", "junit"}

func checkFormat(name string) error {
	if !slices.Contains(formats, name) {
		return fmt.Errorf("there is no format %q%s; expected %s", name, nearest.Suggestion(name, formats), strings.Join(formats, ", "))
	}
	return nil
}

// defaultFormat is github where its annotations will be read, else text.
func (p *program) defaultFormat() string {
	if p.getenv("GITHUB_ACTIONS") == "true" && !onTerminal(p.stdout) {
		return "github"
	}
	return "text"
}

// report writes one report.
func (p *program) report(out output, r *report.Result, text report.TextOptions) error {
	write := func(w io.Writer) error {
		switch out.format {
		case "json":
			return report.JSON(w, r)
		case "sarif":
			return report.SARIF(w, r)
		case "github":
			return report.GitHub(w, r, below(p.getenv("GITHUB_WORKSPACE"), r.Root))
		case "gitlab":
			return report.GitLab(w, r, below(p.getenv("CI_PROJECT_DIR"), r.Root))
		case "junit":
			return report.JUnit(w, r)
		default:
			return report.Text(w, r, text)
		}
	}
	if out.file == "-" {
		return p.write(write)
	}
	text.Color = false
	p.heedInterrupts()
	return atomicfile.Write(out.file, write)
}

// below returns the folder as seen from the root of the service's checkout, empty when it is no folder of it.
func below(root, folder string) string {
	if root == "" {
		return ""
	}
	rel, err := filepath.Rel(root, folder)
	if err != nil || !filepath.IsLocal(rel) || rel == "." {
		return ""
	}
	return filepath.ToSlash(rel)
}

// githubSummary appends to the summary of the step when annotations were asked for and GitHub Actions names the file.
func (p *program) githubSummary(outputs []output, r *report.Result) (err error) {
	name := p.getenv("GITHUB_STEP_SUMMARY")
	if name == "" || !slices.ContainsFunc(outputs, func(o output) bool { return o.format == "github" }) {
		return nil
	}
	p.heedInterrupts()
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err == nil {
		defer func() {
			if failed := file.Close(); err == nil {
				err = failed
			}
		}()
		err = report.GitHubSummary(file, r)
	}
	if err != nil {
		return fmt.Errorf("the summary that GITHUB_STEP_SUMMARY names cannot be written: %s: %w", name, unwrapPath(err))
	}
	return nil
}
