package engine

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/discover"
	"github.com/wirevet/wirevet/parsers"
)

// parsed is what became of one file.
type parsed struct {
	facts  *facts.Facts
	format string
	spent  time.Duration
	bug    string
}

// parseAll reads and parses the files with several workers. The results are in the order of the files, whatever the
// number of workers.
func parseAll(ctx context.Context, o Options, files []discover.File, run *Run) ([]*facts.Facts, error) {
	formats := parsers.All()
	results := make([]parsed, len(files))
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(o.Jobs, max(1, len(files))) {
		group.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(files) || ctx.Err() != nil {
					return
				}
				results[i] = parseFile(o, formats, files[i])
			}
		})
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var out []*facts.Facts
	for i, r := range results {
		if r.bug != "" {
			run.Bugs = append(run.Bugs, r.bug)
		}
		if r.facts == nil {
			continue
		}
		out = append(out, r.facts)
		if r.format != "" {
			run.Trace.Read = append(run.Trace.Read, ReadFile{files[i].Path, r.format, r.spent})
		}
	}
	return out, nil
}

// parseFile reads one file. A panic of a parser is kept to the file: the others are still checked.
func parseFile(o Options, formats []parsers.Format, file discover.File) (out parsed) {
	defer func() {
		if p := recover(); p != nil {
			out = parsed{bug: fmt.Sprintf("%s: %s\n%s", file.Path, panicKind(p), ownFrames(debug.Stack()))}
		}
	}()
	begin := o.Clock()
	src, data, problem := discover.Read(file, o.MaxBytes)
	if problem != nil {
		return parsed{facts: &facts.Facts{Problems: []*facts.Problem{problem}}}
	}
	if src == nil {
		return parsed{}
	}
	format := formatOf(formats, file, data)
	if format == nil {
		if file.Named {
			return parsed{facts: &facts.Facts{Problems: []*facts.Problem{{
				Path: file.Path, Kind: facts.Unsupported, Message: "not a file that wirevet reads: expected a host config or an env file",
			}}}}
		}
		return parsed{}
	}
	out = parsed{facts: format.Parse(src, data), format: format.Name}
	out.spent = o.Clock().Sub(begin)
	return out
}

// formatOf returns the format that reads the file, or nil. A file that only might be one is asked for its content.
func formatOf(formats []parsers.Format, file discover.File, data []byte) *parsers.Format {
	path := strings.ReplaceAll(file.Abs, `\`, "/")
	for i := range formats {
		if formats[i].Known(path) {
			return &formats[i]
		}
	}
	for i := range formats {
		f := &formats[i]
		if f.Candidate != nil && f.Candidate(path) && f.Sniff(data) {
			return f
		}
	}
	return nil
}

// panicKind says what kind of panic it was, without the text that it may quote from the file.
func panicKind(p any) string {
	if err, ok := p.(error); ok {
		message := err.Error()
		if strings.HasPrefix(message, "runtime error: ") {
			return message
		}
	}
	return fmt.Sprintf("panic with a %T", p)
}

// ownFrames returns the functions of a stack that are wirevet's own, without the arguments.
func ownFrames(stack []byte) string {
	var frames []string
	for line := range strings.Lines(string(stack)) {
		if i := strings.LastIndexByte(line, '('); i > 0 && strings.HasPrefix(line, "github.com/wirevet/wirevet/") {
			frames = append(frames, "    "+line[:i])
		}
	}
	return strings.Join(slices.Compact(frames), "\n")
}
