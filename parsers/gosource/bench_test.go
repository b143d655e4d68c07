package gosource

import (
	"cmp"
	"go/parser"
	"go/token"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wirevet/wirevet/analyzers/gofacts"
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/samplego"
	"github.com/wirevet/wirevet/parsers/input"
)

// inputs returns fresh sources, as a run has them.
func inputs(files map[string]string) []input.File {
	var out []input.File
	for name, text := range files {
		data := []byte(text)
		src := facts.NewSource(name, data)
		src.Asked = true
		out = append(out, input.File{Source: src, Data: data})
	}
	slices.SortFunc(out, func(a, b input.File) int { return cmp.Compare(a.Source.Path, b.Source.Path) })
	return out
}

// parseOnly is what nobody can do without: every file through go/parser, with as many workers.
func parseOnly(files []input.File, jobs int) {
	fset := token.NewFileSet()
	var next atomic.Int64
	var group sync.WaitGroup
	for range jobs {
		group.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(files) {
					return
				}
				if path.Ext(files[i].Source.Path) == ".go" {
					_, _ = parser.ParseFile(fset, files[i].Source.Path, files[i].Data, parser.SkipObjectResolution)
				}
			}
		})
	}
	group.Wait()
}

// BenchmarkLoad compares loading a module with only parsing it.
func BenchmarkLoad(b *testing.B) {
	for _, size := range []struct {
		name  string
		lines int
	}{{"10k", 10_000}, {"100k", 100_000}, {"1M", 1_000_000}} {
		if testing.Short() && size.lines > 100_000 {
			continue
		}
		files := samplego.Module(size.lines)
		lines := 0
		for _, text := range files {
			lines += strings.Count(text, "\n")
		}
		jobs := runtime.GOMAXPROCS(0)
		b.Run(size.name+"/parse", func(b *testing.B) {
			for b.Loop() {
				parseOnly(inputs(files), jobs)
			}
			b.ReportMetric(float64(lines), "lines")
		})
		b.Run(size.name+"/load", func(b *testing.B) {
			for b.Loop() {
				Load(Options{Files: inputs(files), Analyzer: gofacts.Analyzer, Jobs: jobs})
			}
			b.ReportMetric(float64(len(files)), "files")
		})
	}
}

// BenchmarkSession changes one file of an open workspace of 100,000 lines: the body of a function, and the parameters of one
// that another package calls. x-fresh is how many times as fast that is as to load all anew.
func BenchmarkSession(b *testing.B) {
	const file = "internal/p40/f0.go"
	for _, change := range []struct{ name, old, new string }{
		{"body", "if insecure {", "if !insecure {"},
		{"signature", "(insecure bool)", "(insecure, other bool)"},
		{"declared", "// Connect starts", "var Added = 1\n\n// Connect starts"},
	} {
		b.Run(change.name, func(b *testing.B) {
			files := samplego.Module(100_000)
			text := [2]string{files[file], strings.Replace(files[file], change.old, change.new, 1)}
			o := Options{Files: inputs(files), Analyzer: gofacts.Analyzer, Jobs: runtime.GOMAXPROCS(0)}
			at := slices.IndexFunc(o.Files, func(f input.File) bool { return f.Source.Path == file })
			if at < 0 || text[0] == text[1] {
				b.Fatal("nothing to change")
			}
			var session Session
			session.Load(o)
			begin := time.Now()
			Load(Options{Files: inputs(files), Analyzer: gofacts.Analyzer, Jobs: o.Jobs})
			fresh := time.Since(begin)
			n := 0
			for b.Loop() {
				n++
				data := []byte(text[n%2])
				src := facts.NewSource(file, data)
				src.Asked = true
				o.Files[at] = input.File{Source: src, Data: data}
				session.Load(o)
			}
			b.ReportMetric(fresh.Seconds()/(b.Elapsed().Seconds()/float64(b.N)), "x-fresh")
		})
	}
}
