package systemd

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
)

// FuzzParse holds for any text: no panic, and every place lies in the file.
func FuzzParse(f *testing.F) {
	data, err := os.ReadFile("testdata/units.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, part := range txtar.Parse(data).Files {
		f.Add(part.Data)
	}
	f.Add([]byte("[Service]\r\nExecStart=a \\\r\n b\\"))
	f.Add([]byte("\ufeff[Service]\nExecStart=\\\n#\n;"))
	f.Fuzz(func(t *testing.T, data []byte) {
		src := facts.NewSource("mcp.service", data)
		out := Parse(src, data)
		check := func(s facts.Span) {
			if s.Source == src && (s.Start < 0 || s.End < s.Start || s.End > len(data)) {
				t.Errorf("a place is %d-%d of %d", s.Start, s.End, len(data))
			}
		}
		for _, w := range out.Workloads {
			check(w.Span)
			check(w.User.Span)
		}
		for _, l := range out.Launches {
			check(l.Command)
			for _, a := range l.Args {
				check(a)
			}
			for _, v := range l.Environment.Variables {
				check(v.Key)
				check(v.Value)
			}
		}
		for _, k := range out.Credentials {
			check(k.Span)
		}
		for _, d := range out.Directives {
			check(d.Covers)
		}
	})
}
