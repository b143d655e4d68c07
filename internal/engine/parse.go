package engine

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/discover"
	"github.com/wirevet/wirevet/parsers"
	"github.com/wirevet/wirevet/parsers/input"
)

// parsed is what became of one file.
type parsed struct {
	facts  *facts.Facts
	format string
	spent  time.Duration
	bug    string

	together *parsers.Format // a file of a format that is parsed together is only read at first
	read     []readSource
}

// readSource is a file that was read, as an edit needs it.
type readSource struct {
	source *facts.Source
	data   []byte
	format *parsers.Format
	abs    string
}

// fewFiles are so few that to start a thread for them costs more than it saves.
const fewFiles = 8

// parseAll reads and parses the files with several workers. The results are in the order of the files, whatever the
// number of workers; those of a format that is parsed together follow.
func parseAll(ctx context.Context, o Options, found *discover.Found, run *Run, limit *memory) ([]*facts.Facts, []readSource, error) {
	formats, files := parsers.All(), found.Files
	results := make([]parsed, len(files))
	block := min(64, 1+len(files)/(64*o.Jobs))
	var next atomic.Int64
	work := func() {
		for {
			to := int(next.Add(int64(block)))
			from := to - block
			if from >= len(files) || ctx.Err() != nil {
				return
			}
			to = min(to, len(files))
			for i := from; i < to; i++ {
				results[i] = parseFile(o, formats, files[i])
			}
			gather(results[from:to])
			if block >= 16 { // what fewer files state is small, and to ask stops the program
				limit.check()
			}
		}
	}
	var group sync.WaitGroup
	for range min(o.Jobs-1, len(files)/fewFiles) {
		group.Go(work)
	}
	work()
	group.Wait()
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	results = append(results, parseTogether(o, formats, found, results, limit)...)
	var out []*facts.Facts
	var read []readSource
	for i, r := range results {
		read = append(read, r.read...)
		if r.bug != "" {
			run.Bugs = append(run.Bugs, r.bug)
		}
		if r.facts != nil {
			out = append(out, r.facts)
		}
		if r.format != "" && i < len(files) {
			run.Trace.Read = append(run.Trace.Read, ReadFile{files[i].Path, r.format, r.spent})
		}
		if r.format != "" && i >= len(files) {
			run.Trace.Stages = append(run.Trace.Stages, Timing{"parse " + r.format, r.spent})
		}
	}
	return out, read, nil
}

// gather moves the facts of neighbours to the first of them: an empty Facts is as large as what most files state.
func gather(block []parsed) {
	var all *facts.Facts
	for i := range block {
		switch f := block[i].facts; {
		case f == nil:
		case all == nil:
			all = f
		default:
			all.Add(f)
			block[i].facts = nil
		}
	}
}

// parseTogether gives each format that wants all its files at once what was read for it.
func parseTogether(o Options, formats []parsers.Format, found *discover.Found, read []parsed, limit *memory) []parsed {
	var out []parsed
	known := sync.OnceValue(func() map[string]input.File { return byPath(read) })
	for i := range formats {
		f := &formats[i]
		if f.ParseTogether == nil {
			continue
		}
		unit := &input.Unit{Jobs: o.Jobs}
		for j := range read {
			if read[j].together == f {
				unit.Files = append(unit.Files, input.File{Source: read[j].read[0].source, Data: read[j].read[0].data})
			}
		}
		if len(unit.Files) == 0 {
			continue
		}
		limit.raise() // most of what a format needs for its files is garbage as soon as they are understood
		reach := discover.NewReach(found, o.WorkDir, o.MaxBytes)
		var mu sync.Mutex
		var opened []readSource
		unit.Open = func(path string) (input.File, bool) {
			if file, ok := known()[path]; ok {
				return file, true // one file is one source, whichever formats read it
			}
			src, data, ok := reach.Open(path)
			if ok {
				src, data = o.replaced(src, data, absolute(o.WorkDir, path))
				mu.Lock()
				opened = append(opened, readSource{src, data, f, absolute(o.WorkDir, path)})
				mu.Unlock()
			}
			return input.File{Source: src, Data: data}, ok
		}
		unit.Glob = reach.Glob
		limit.collectLate()
		parts := parseUnit(o, f, unit)
		if len(parts) > 0 {
			parts[0].read = opened
		}
		out = append(out, parts...)
	}
	return out
}

// byPath returns the files that have been read, by their shown paths.
func byPath(read []parsed) map[string]input.File {
	out := map[string]input.File{}
	for i := range read {
		for _, r := range read[i].read {
			out[r.source.Path] = input.File{Source: r.source, Data: r.data}
		}
	}
	return out
}

// absolute returns the path of a file by its shown path.
func absolute(workDir, shown string) string {
	if path := filepath.FromSlash(shown); filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(workDir, filepath.FromSlash(shown))
}

// parseUnit parses the files of one format. A panic is kept to the format: the others are still checked.
func parseUnit(o Options, format *parsers.Format, unit *input.Unit) (out []parsed) {
	defer func() {
		if p := recover(); p != nil {
			out = []parsed{{bug: fmt.Sprintf("%s files: %s\n%s", format.Name, panicKind(p), ownFrames(debug.Stack()))}}
		}
	}()
	var mu sync.Mutex
	var bugs []parsed
	unit.Recovered = func(place string, p any) {
		bug := parsed{bug: fmt.Sprintf("%s: %s\n%s", place, panicKind(p), ownFrames(debug.Stack()))}
		mu.Lock()
		defer mu.Unlock()
		bugs = append(bugs, bug)
	}
	begin := o.Clock()
	for _, f := range format.ParseTogether(unit) {
		out = append(out, parsed{facts: f})
	}
	slices.SortFunc(bugs, func(a, b parsed) int { return strings.Compare(a.bug, b.bug) })
	out = append(out, bugs...)
	if len(out) > 0 {
		out[0].format, out[0].spent = format.Name, o.Clock().Sub(begin)
	}
	return out
}

// parseFile reads one file, and parses it unless its format wants all its files at once. A panic of a parser is kept to
// the file: the others are still checked.
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
	src, data = o.replaced(src, data, file.Abs)
	format := formatOf(formats, file, data)
	switch {
	case format == nil && file.Named:
		return parsed{facts: &facts.Facts{Problems: []*facts.Problem{{
			Path: file.Path, Kind: facts.Unsupported, Message: "not a file that wirevet reads: expected a host config or an env file",
		}}}}
	case format == nil:
		return parsed{}
	case format.ParseTogether != nil:
		out = parsed{format: format.Name, together: format}
	default:
		out = parsed{facts: format.Parse(src, data), format: format.Name}
	}
	out.read = []readSource{{src, data, format, file.Abs}}
	out.spent = o.Clock().Sub(begin)
	return out
}

// replaced returns the text that is to be read in the place of what a file holds.
func (o *Options) replaced(src *facts.Source, data []byte, abs string) (*facts.Source, []byte) {
	if text, ok := o.instead[abs]; ok {
		return withText(src, text), text
	}
	return src, data
}

// formatOf returns the format that reads the file, or nil. A file that only might be one is asked for its content.
func formatOf(formats []parsers.Format, file discover.File, data []byte) *parsers.Format {
	path := strings.ReplaceAll(file.Abs, `\`, "/")
	if f := known(formats, path); f != nil {
		return f
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
