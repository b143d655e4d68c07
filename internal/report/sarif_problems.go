package report

import (
	"strconv"

	"github.com/wirevet/wirevet/facts"
)

// problemKinds describes what a notification is about, in the order of the file.
var problemKinds = [...]struct {
	kind       facts.ProblemKind
	text, help string
}{
	{facts.Syntax, "A part of a file was not understood.", "Repair the file. What else it says was judged."},
	{facts.Unreadable, "A file could not be read.", "Let wirevet read the file, or exclude it."},
	{facts.TooLarge, "A limit was reached.", "Split the file, or exclude it."},
	{facts.Unsupported, "A file has a form that wirevet does not read.", "Use a form that wirevet reads, or exclude the file."},
	{facts.HostRefuses, "A host will refuse or ignore what a file says.", "Write it in the way that the host reads."},
	{leftOut, "A report has room for no more results.", "Check a part of the repository, or raise the lowest severity that is reported."},
}

// leftOut is the kind of the notification about results that do not fit.
const leftOut facts.ProblemKind = "results-left-out"

// notifications converts the problems, and returns the descriptors of the kinds that occur. left is the number of
// results that did not fit.
func (s *sarifWriter) notifications(left int) ([]sarifNotification, []sarifDescriptor) {
	var out []sarifNotification
	for _, p := range s.result.Problems {
		n := sarifNotification{
			Descriptor: sarifDescriptorRef{ID: string(p.Kind)},
			Level:      problemLevel(p.Kind),
			Message:    sarifText{Text: sentence(Visible(p.Message))},
		}
		if at, ok := s.problemLocation(p); ok {
			n.Locations = []sarifLocation{at}
		}
		out = append(out, n)
	}
	if left > 0 {
		text := strconv.Itoa(left) + " results of the lowest severity were left out: code scanning takes " + strconv.Itoa(maxResults) + "."
		out = append(out, sarifNotification{
			Descriptor: sarifDescriptorRef{ID: string(leftOut)}, Level: "warning", Message: sarifText{Text: text},
		})
	}
	return out, indexKinds(out)
}

// indexKinds fills the notifications' references and returns what they refer to.
func indexKinds(notifications []sarifNotification) []sarifDescriptor {
	var used []sarifDescriptor
	for _, k := range problemKinds {
		id, found := string(k.kind), false
		for i := range notifications {
			if d := &notifications[i].Descriptor; d.ID == id {
				d.Index, found = len(used), true
			}
		}
		if found {
			used = append(used, sarifDescriptor{
				ID:               id,
				Name:             friendlyName("problem-" + id),
				ShortDescription: &sarifText{Text: k.text},
				FullDescription:  &sarifText{Text: k.text},
				Help:             &sarifText{Text: k.help},
				Configuration:    &sarifConfiguration{problemLevel(k.kind)},
			})
		}
	}
	return used
}

func problemLevel(kind facts.ProblemKind) string {
	switch kind {
	case facts.HostRefuses:
		return "note"
	case leftOut:
		return "warning"
	default:
		return "error"
	}
}

func (s *sarifWriter) problemLocation(p *facts.Problem) (sarifLocation, bool) {
	switch {
	case !p.Span.IsZero():
		return s.location(p.Span), true
	case p.Path != "":
		return sarifLocation{Physical: sarifPhysical{Artifact: s.artifact(p.Path)}}, true
	default:
		return sarifLocation{}, false
	}
}
