package dockerfile

import (
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/parsers/launch"
)

// reader holds what is known while a file is read.
type reader struct {
	*lexer
	out    *facts.Facts
	global map[string]variable // ARG before the first FROM
	stages []*stage
	byName map[string]*stage
	at     *stage // the stage that is read; nil before the first

	whole     *facts.Entry // of what stands before the first FROM; nil until something does
	triggered int
}

// Parse states what the Dockerfile src says. data are the bytes of src.
func Parse(src *facts.Source, data []byte) *facts.Facts {
	out := &facts.Facts{Sources: []*facts.Source{src}}
	credential.Mask(src, data)
	r := &reader{lexer: lex(src, data), out: out, global: map[string]variable{}, byName: map[string]*stage{}}
	if !slices.ContainsFunc(r.list, func(in *instruction) bool { return in.name == "FROM" }) {
		r.problems = nil // whatever it is, it is no Dockerfile
		r.problem(0, 0, facts.Syntax, "expected a Dockerfile: no line begins with FROM")
		out.Problems = r.problems
		return out
	}
	r.read()
	for i, s := range r.stages {
		last := i == len(r.stages)-1
		s.entry.Block = r.span(s.from.start, s.end)
		if last {
			s.entry.Component = "the image of " + src.Path
		}
		out.Entries = append(out.Entries, s.entry)
		if last || s.name != "" {
			r.build(s, last)
		}
	}
	r.directives()
	out.Problems = r.problems
	return out
}

// build states what the stage's image is.
func (r *reader) build(s *stage, last bool) {
	into := r.out
	if !last {
		into = &facts.Facts{} // of no interest unless somebody builds it
	}
	b := &facts.ImageBuild{
		Entry: s.entry, Source: r.src, Target: s.name, Last: last, Span: s.from.word.Span(),
		Base: s.baseImage(), Exposed: s.exposed, Labels: s.labels, GoMains: s.goMains(map[*stage]bool{}), Copies: s.copies,
		Go: s.goVersion(), Volumes: s.volumes,
	}
	r.out.Builds = append(r.out.Builds, b)
	l := r.starts(s, into)
	if l.Command.IsZero() && len(l.Args) == 0 && len(l.Shells) == 0 {
		l.Process.Span = s.ref.Span()
	} else {
		b.Starts = l
	}
	b.Process = l.Process
	l.Image = b.Base
	if !l.Process.User.Known() && l.Process.User.State != facts.Unresolved {
		l.Process.User = s.accountOf()
	}
	l.Process.Drops = s.drops
}

// baseImage returns the image that the stage finally stands on.
func (s *stage) baseImage() *facts.Image {
	for s.base != nil {
		s = s.base
	}
	if !s.image.known || s.image.text == "scratch" {
		return nil
	}
	image := launch.ReadImage(facts.Word{Text: s.image.text, Source: s.ref.Source, Start: s.ref.Start, End: s.ref.End, Quoted: s.ref.Span()})
	return image
}

// accountOf returns the account that USER names. An image from scratch has root; what another base has, link knows.
func (s *stage) accountOf() facts.Stated[facts.Account] {
	if s.user == nil {
		root := s
		for root.base != nil {
			root = root.base
		}
		if root.image.known && root.image.text == "scratch" {
			return facts.ByDefault(facts.Account{Name: "root", Root: true}, s.ref.Span(), "an image from scratch runs as root until USER names somebody (docs.docker.com/reference/dockerfile, USER)")
		}
		return facts.Stated[facts.Account]{}
	}
	u := s.user
	if !u.value.known {
		return facts.Undecided[facts.Account](u.word.Span(), facts.UnknownVariable)
	}
	value := facts.Written(facts.Account{Name: u.value.text, Root: launch.IsRoot(u.value.text)}, u.word.Span())
	switch {
	case !u.value.from.IsZero():
		value.Span, value.State, value.Why = u.value.from, facts.Inherited, &facts.Why{Effect: u.word.Span()}
	case u.in != s:
		value.State, value.Why = facts.Inherited, &facts.Why{Effect: s.ref.Span()}
	}
	return value
}

// goMains returns the main packages that end up in the image: of the stage, of what it is built on, of what it copies from.
func (s *stage) goMains(seen map[*stage]bool) []string {
	if s == nil || seen[s] {
		return nil
	}
	seen[s] = true
	out := slices.Clone(s.mains)
	for _, other := range s.copiesFrom {
		out = append(out, other.goMains(seen)...)
	}
	return append(out, s.base.goMains(seen)...)
}

// goVersion returns the version of Go that builds the main packages which end up in the image: that of the official image, which
// takes no other toolchain (GOTOOLCHAIN=local, docker-library/golang).
func (s *stage) goVersion() facts.Stated[string] {
	var found facts.Stated[string]
	for _, b := range s.builders(map[*stage]bool{}) {
		version := b.officialGo()
		if !version.Known() {
			return facts.Stated[string]{}
		}
		if found.Known() && found.Value != version.Value {
			return facts.Undecided[string](version.Span, facts.SeveralValues)
		}
		found = version
	}
	return found
}

// builders returns the stages that build main packages for this one.
func (s *stage) builders(seen map[*stage]bool) []*stage {
	if s == nil || seen[s] {
		return nil
	}
	seen[s] = true
	var out []*stage
	if len(s.mains) > 0 {
		out = append(out, s)
	}
	for _, other := range s.copiesFrom {
		out = append(out, other.builders(seen)...)
	}
	return append(out, s.base.builders(seen)...)
}

// officialGo returns the version in the tag of golang:1.26.3-alpine, the image that a stage stands on. One that an argument
// decides may be another when it is built.
func (s *stage) officialGo() facts.Stated[string] {
	for _, p := range s.env {
		if p.key.Text == "GOTOOLCHAIN" {
			return facts.Stated[string]{}
		}
	}
	for s.base != nil {
		s = s.base
	}
	image := s.baseImage()
	if image == nil || path.Base(image.Name) != "golang" || strings.Contains(s.ref.Text, "$") {
		return facts.Stated[string]{}
	}
	version, _, _ := strings.Cut(image.Tag, "-")
	if strings.Count(version, ".") == 0 {
		return facts.Stated[string]{} // golang:1, golang:latest
	}
	return facts.Written(version, image.Span)
}

// starts reads what the image starts, and what its variables mean.
func (r *reader) starts(s *stage, into *facts.Facts) *facts.Launch {
	in := launch.Input{Entry: s.entry, Role: facts.ServerRole, Title: s.entry.Component, Contained: &facts.Container{}}
	for _, p := range s.env {
		in.Environment.Variables = append(in.Environment.Variables, facts.Variable{Name: p.key.Text, Key: p.key.Span(), Value: p.value.Span()})
		in.Values = append(in.Values, p.value)
	}
	in.Environment.Base = facts.ByDefault(facts.EnvironmentNone, s.ref.Span(), "a container has the variables of its image and those that it is given")
	begin := len(into.Credentials)
	words := s.commandLine()
	var l *facts.Launch
	switch {
	case s.entrypoint.isShell():
		in.Line = s.entrypoint.line
		l = launch.Read(in, into)
	case len(words) > 0:
		in.Command, in.Args = words[0], words[1:]
		l = launch.Read(in, into)
	case s.command.isShell():
		in.Line = s.command.line
		l = launch.Read(in, into)
	default:
		l = launch.ReadEnvironment(in, into)
		into.Launches, into.Workloads = append(into.Launches, l), append(into.Workloads, l.Process)
	}
	// The variables were read where they stand; what an argument carries is in the image too.
	l.CodePaths = nil // folders of the image
	kept := into.Credentials[:begin]
	for _, k := range into.Credentials[begin:] {
		known := func(other *facts.Credential) bool { return other.Span == k.Span }
		if k.Carrier == facts.InEnvironment || slices.ContainsFunc(r.out.Credentials[:min(begin, len(r.out.Credentials))], known) {
			continue
		}
		if k.Literal && k.Carrier == facts.InArgument {
			k.Carrier = facts.InImage
		}
		kept = append(kept, k)
	}
	into.Credentials = kept
	return l
}

// commandLine returns the words that the image starts with a list: those of ENTRYPOINT, then those of CMD.
func (s *stage) commandLine() []facts.Word {
	if !s.entrypoint.set || s.entrypoint.isShell() {
		if s.command.isShell() {
			return nil
		}
		return s.command.words
	}
	words := slices.Clone(s.entrypoint.words)
	if s.command.isShell() {
		at := func(text string) facts.Word {
			return facts.Word{Text: text, Source: s.command.line.Source, Start: s.command.line.Start, End: s.command.line.Start, Offsets: slices.Repeat([]int{s.command.line.Start}, len(text))}
		}
		return append(words, at("/bin/sh"), at("-c"), s.command.line)
	}
	return append(words, s.command.words...)
}

// healthCheck reads the command by which the engine asks the server whether it lives.
func (r *reader) healthCheck(in *instruction) {
	n := r.wordEnd(in.args.Text)
	if !strings.EqualFold(in.args.Text[:n], "CMD") {
		return
	}
	args := trimWord(cut(in.args, n, len(in.args.Text)))
	input := launch.Input{Entry: r.at.entry, Role: facts.CommandRole, Title: "the health check of " + r.src.Path, Contained: &facts.Container{}}
	if words, ok := list(args); ok {
		if len(words) == 0 {
			return
		}
		input.Command, input.Args = words[0], words[1:]
	} else {
		input.Line = args
	}
	out := &facts.Facts{}
	launch.Read(input, out)
	for _, p := range out.TLS {
		if p.Target != facts.ExposureUnknown { // what is not known is most likely the server itself
			p.Purpose = facts.Session
			r.out.TLS = append(r.out.TLS, p)
		}
	}
	r.out.Parts = append(r.out.Parts, out.Parts...)
}

// literal states the credential that the value of a name is, if it is one, and hides what may be one.
func (r *reader) literal(name string, value facts.Word) {
	found := launch.Recognise(r.entry(), name, value, facts.InImage, "", r.out)
	for n := len(r.out.Credentials); n > 0 && !r.out.Credentials[n-1].Literal; n-- {
		r.out.Credentials = r.out.Credentials[:n-1] // a reference to something that only the build knows
	}
	if len(found) == 0 && len(credential.References(value.Text)) == 0 && !credential.Harmless(value.Text) && name != "GODEBUG" {
		launch.Mask(value)
	}
}

// addLiteral states a credential of a known shape, unless it was stated before.
func (r *reader) addLiteral(name string, value facts.Word, kind string) {
	span := value.Span()
	if !slices.ContainsFunc(r.out.Credentials, func(k *facts.Credential) bool { return k.Span.Start < span.End && span.Start < k.Span.End }) {
		launch.Mask(value)
		r.out.Credentials = append(r.out.Credentials, &facts.Credential{
			Entry: r.entry(), Name: name, Carrier: facts.InImage, Span: span, Literal: true, Kind: kind,
		})
	}
}

// entry returns what a literal belongs to. Before the first FROM that is the file.
func (r *reader) entry() *facts.Entry {
	if r.at != nil {
		return r.at.entry
	}
	if r.whole == nil {
		r.whole = &facts.Entry{Component: r.src.Path, Name: r.span(0, 0), Block: r.span(0, len(r.data)), Builds: true, Relevance: facts.Unrelated}
		r.out.Entries = append(r.out.Entries, r.whole)
	}
	return r.whole
}
