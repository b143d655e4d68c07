package report

import (
	"strconv"
	"strings"
	"time"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

// lastLine counts what was found, settled, left out and read. took is how long that took; zero is not said.
func lastLine(r *Result, took time.Duration) string {
	var open [rules.Error + 1]int
	settled := map[string]int{}
	for _, f := range r.Findings {
		if f.State == rules.Open {
			open[f.Severity]++
		} else {
			settled[f.State.String()]++
		}
	}
	var found []string
	for s := rules.Error; s >= rules.Note; s-- {
		if open[s] > 0 {
			found = append(found, count(open[s], s.String()))
		}
	}
	if len(found) == 0 {
		found = []string{"no findings"}
	}
	line := strings.Join(found, ", ")
	if aside := asides(r, settled); len(aside) > 0 {
		line += " (" + strings.Join(aside, ", ") + ")"
	}
	line += " in " + count(r.Summary.Files, "file")
	if took > 0 {
		line += ", " + elapsed(took)
	}
	if r.Summary.Incomplete {
		line += "; not everything could be read"
	}
	return line
}

// asides returns the counts that stand in parentheses.
func asides(r *Result, settled map[string]int) []string {
	var out []string
	for _, state := range []string{"accepted", "ignored", "baseline"} {
		switch n := settled[state]; {
		case n == 0:
		case state == "baseline":
			out = append(out, strconv.Itoa(n)+" in the baseline")
		default:
			out = append(out, strconv.Itoa(n)+" "+state)
		}
	}
	safe, unsafe := fixable(r)
	if safe > 0 {
		out = append(out, strconv.Itoa(safe)+" fixable")
	}
	if unsafe > 0 {
		out = append(out, strconv.Itoa(unsafe)+" fixable with --unsafe")
	}
	if n := r.Summary.NotShown; n > 0 {
		what := "note" // all that the default limit leaves out
		if r.Summary.MinSeverity > rules.Warning {
			what = "finding"
		}
		out = append(out, count(n, what)+" not shown")
	}
	if n := r.Summary.Unchanged; n > 0 {
		out = append(out, strconv.Itoa(n)+" on unchanged lines")
	}
	if r.Baseline != nil && len(r.Baseline.Unmatched) > 0 {
		n := 0
		for _, e := range r.Baseline.Unmatched {
			n += e.Count
		}
		out = append(out, strconv.Itoa(n)+" of the baseline gone")
	}
	if n := r.Summary.Unresolved; n > 0 {
		out = append(out, count(n, "value")+" not resolvable")
	}
	if n := undecided(r.System); n > 0 {
		out = append(out, count(n, "decision")+" left open in wirevet.toml")
	}
	if n := incompleteProblems(r.Problems); n > 0 {
		out = append(out, count(n, "problem"))
	}
	return out
}

// fixable counts the open findings that wirevet fix repairs, and those that it repairs when told to.
func fixable(r *Result) (safe, unsafe int) {
	for f, fix := range r.Fixes {
		switch {
		case f.State != rules.Open:
		case fix.Safe:
			safe++
		default:
			unsafe++
		}
	}
	return safe, unsafe
}

// undecided returns how many decisions the policies leave to a person.
func undecided(s *facts.System) int {
	n := 0
	for _, p := range s.Policies {
		n += len(p.Undecided)
	}
	return n
}

func incompleteProblems(all []*facts.Problem) int {
	n := 0
	for _, p := range all {
		if p.Kind.Incomplete() {
			n++
		}
	}
	return n
}

// count returns "1 file", "2 files".
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

func elapsed(d time.Duration) string {
	if d < time.Second {
		return strconv.FormatInt(max(d.Milliseconds(), 1), 10) + " ms"
	}
	return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
}
