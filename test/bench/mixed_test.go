//go:build linux

package bench

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/engine"
	"github.com/wirevet/wirevet/parsers"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/rules"
)

// BenchmarkMixed compares, for 1,000 configurations of servers and proxies and for those of one format each, reading and only
// tokenizing the files with reading and stating what they say, and with their whole check by all rules. All run in this process
// with as many workers as there are processors; x-facts and x-check are ratios of the time on the processors.
func BenchmarkMixed(b *testing.B) {
	b.Run("all", func(b *testing.B) { compareSites(b, mixedSites(b, 1000)) })
	for _, format := range siteFormats(b) {
		var files []siteFile
		for i := 0; len(files) < 250; i++ {
			files = append(files, format.site(b, i, 1+i%5)...)
		}
		b.Run(format.name, func(b *testing.B) { compareSites(b, files) })
	}
}

func compareSites(b *testing.B, files []siteFile) {
	b.Helper()
	dir := b.TempDir()
	for _, f := range files {
		write(b, filepath.Join(dir, f.name), f.text)
	}
	formats := parsers.All()
	byFormat := make([][]siteFile, len(formats)) // as the engine has them
	for _, f := range files {
		i := formatOf(b, formats, f)
		byFormat[i] = append(byFormat[i], f)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(3200)) // of 4 MB
	var tokenizing, stating, checking time.Duration
	for b.Loop() {
		tokenizing += onProcessors(func() {
			each(files, func(f siteFile) { f.format.tokens(read(b, dir, f)) })
		})
		stating += onProcessors(func() {
			for i, files := range byFormat {
				if len(files) > 0 && len(stated(b, &formats[i], dir, files)) == 0 {
					b.Errorf("nothing is stated of %s", formats[i].Name)
				}
			}
		})
		checking += onProcessors(func() {
			run, err := engine.Check(context.Background(), engine.Options{WorkDir: dir, Rules: rules.All(), NoConfig: true})
			if err != nil || len(run.Trace.Read) != len(files) {
				b.Fatalf("%v, %d files of %d were read", err, len(run.Trace.Read), len(files))
			}
		})
	}
	b.ReportMetric(tokenizing.Seconds()*1e6/float64(b.N*len(files)), "µs-tokens/file")
	b.ReportMetric(stating.Seconds()/tokenizing.Seconds(), "x-facts")
	b.ReportMetric(checking.Seconds()/tokenizing.Seconds(), "x-check")
}

// formatOf returns the index of the format that the engine reads a file as.
func formatOf(b *testing.B, formats []parsers.Format, f siteFile) int {
	b.Helper()
	for i := range formats {
		if formats[i].Known(f.name) {
			return i
		}
	}
	for i := range formats {
		if formats[i].Candidate != nil && formats[i].Candidate(f.name) && formats[i].Sniff([]byte(f.text)) {
			return i
		}
	}
	b.Fatalf("%s is of no format", f.name)
	return 0
}

// stated reads the files of one format and returns what they say.
func stated(b *testing.B, format *parsers.Format, dir string, files []siteFile) []*facts.Facts {
	b.Helper()
	unit := &input.Unit{
		Files: make([]input.File, len(files)), Jobs: runtime.GOMAXPROCS(0),
		Open: func(string) (input.File, bool) { return input.File{}, false },
		Glob: func(string) []string { return nil },
	}
	var next atomic.Int64
	each(files, func(f siteFile) {
		data := read(b, dir, f)
		unit.Files[next.Add(1)-1] = input.File{Source: facts.NewSource(f.name, data), Data: data}
	})
	return format.ParseTogether(unit)
}

func read(b *testing.B, dir string, f siteFile) []byte {
	data, err := os.ReadFile(filepath.Join(dir, f.name))
	if err != nil {
		b.Error(err)
	}
	return data
}

// each does something to the files with as many workers as there are processors.
func each(files []siteFile, do func(siteFile)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(files); i = next.Add(1) - 1 {
				do(files[i])
			}
		})
	}
	group.Wait()
}

// onProcessors returns how long a function runs on the processors. The garbage of what ran before is not its.
func onProcessors(do func()) time.Duration {
	runtime.GC()
	var before, after syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &before)
	do()
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &after)
	return time.Duration(after.Utime.Nano() + after.Stime.Nano() - before.Utime.Nano() - before.Stime.Nano())
}

// BenchmarkSite states what one typical site says that is in memory, for each format.
func BenchmarkSite(b *testing.B) {
	formats := parsers.All()
	for _, format := range siteFormats(b) {
		b.Run(format.name, func(b *testing.B) {
			files := format.site(b, 0, 3)
			of := &formats[formatOf(b, formats, files[0])]
			lines := 0
			for _, f := range files {
				lines += strings.Count(f.text, "\n")
			}
			b.ReportAllocs()
			for b.Loop() {
				unit := &input.Unit{
					Open: func(string) (input.File, bool) { return input.File{}, false },
					Glob: func(string) []string { return nil },
				}
				for _, f := range files {
					data := []byte(f.text)
					unit.Files = append(unit.Files, input.File{Source: facts.NewSource(f.name, data), Data: data})
				}
				if len(of.ParseTogether(unit)) == 0 {
					b.Fatal("nothing is stated")
				}
			}
			b.ReportMetric(float64(lines), "lines")
		})
	}
}
