package link

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// goBuild is one way in which a program of Go is built and started, as far as it decides what the runtime does.
type goBuild struct {
	version facts.Stated[string] // of the toolchain; unset when it is not known
	debug   []facts.GoDebug      // of the variable GODEBUG
}

// decides returns the place that a reason of the runtime's comes from, when it is one of the environment or of the image.
func (b goBuild) decides(why string) facts.Span {
	for _, d := range b.debug {
		if strings.HasPrefix(why, d.Key+"=") {
			return d.Span
		}
	}
	if strings.HasSuffix(why, b.version.Value) {
		return b.version.Span
	}
	return facts.Span{}
}

// goBuilds returns how each program is built and started: by the images that start it, and by the workloads that run these. A
// program without an image, or that a host starts on the machine, is built in a way that nobody knows.
func goBuilds(s *facts.System) map[*facts.GoPackage][]goBuild {
	out := map[*facts.GoPackage][]goBuild{}
	for _, b := range s.Builds {
		if b.Program == nil || !b.Last && len(b.RunBy) == 0 {
			continue
		}
		own := goBuild{version: b.Go}
		if b.Go.State == facts.Unresolved {
			s.Ambiguous = append(s.Ambiguous, facts.Ambiguity{Span: b.Go.Span, What: "one of several versions of Go that this image is built with"})
		}
		if b.Process != nil && b.Starts != nil {
			own.debug = b.Starts.Environment.GoDebug
		}
		if len(b.RunBy) == 0 {
			out[b.Program] = append(out[b.Program], own)
		}
		for _, w := range b.RunBy {
			run := own
			if w.Deployed != nil && len(w.Deployed.Environment.GoDebug) > 0 { // takes the place of the image's
				run.debug = w.Deployed.Environment.GoDebug
			}
			out[b.Program] = append(out[b.Program], run)
		}
	}
	for _, p := range s.GoPackages {
		if p.Name == "main" && !p.Test && (len(out[p]) == 0 || len(p.StartedBy) > 0) {
			out[p] = append(out[p], goBuild{})
		}
	}
	return out
}
