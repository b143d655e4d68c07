package dockerfile

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/launch"
)

// stage is what a FROM begins: an image, or something that later stages copy from.
type stage struct {
	from  *instruction
	name  string     // in lower case; empty when it has none
	ref   facts.Word // the image as written
	image expanded
	base  *stage // the stage of this file that it is built on; nil for an image from elsewhere
	end   int    // behind its last instruction
	entry *facts.Entry

	scope      map[string]variable
	env        []pair
	user       *account
	shell      []facts.Word
	entrypoint command
	command    command
	ownCommand bool // CMD stands in this stage
	labels     map[string]string
	exposed    []facts.Port
	volumes    []facts.Volume
	mains      []string
	copiesFrom []*stage
	copies     []facts.Stated[string]
	triggers   []*instruction // what ONBUILD leaves to those that build on this
	drops      facts.Stated[string]
}

// pair is one NAME=value of ENV, ARG or LABEL.
type pair struct{ key, value facts.Word }

// account is what a USER says.
type account struct {
	word  facts.Word
	value expanded
	in    *stage
}

// command is what an ENTRYPOINT or CMD says: the words of a list, or one line for the shell.
type command struct {
	set   bool
	words []facts.Word
	line  facts.Word
}

func (c command) isShell() bool { return c.line.Source != nil }

// begin starts the stage of a FROM.
func (r *reader) begin(in *instruction) {
	words := r.words(in.args)
	if len(words) != 1 && (len(words) != 3 || !strings.EqualFold(words[1].Text, "as")) {
		r.problem(in.start, in.end, facts.Syntax, "expected FROM IMAGE or FROM IMAGE AS NAME")
		if len(words) == 0 {
			r.at = nil
			return
		}
	}
	s := &stage{from: in, ref: words[0], end: in.end, scope: map[string]variable{}, labels: map[string]string{}}
	if len(words) == 3 {
		s.name = strings.ToLower(words[2].Text)
	}
	s.image = r.expand(s.ref.Text, r.global)
	if base := r.byName[strings.ToLower(s.image.text)]; base != nil && s.image.known {
		s.inherit(base)
	}
	if s.name != "" {
		r.byName[s.name] = s // of two stages of one name the later is meant
	}
	s.entry = &facts.Entry{
		Component: "stage " + strconv.Itoa(len(r.stages)+1) + " of " + r.src.Path,
		Name:      s.ref.Span(), Builds: true, Relevance: facts.Unrelated,
	}
	if s.name != "" {
		s.entry.Component = "stage " + s.name + " of " + r.src.Path
	}
	r.stages, r.at = append(r.stages, s), s
	if s.base != nil {
		for _, t := range s.base.triggers {
			if r.triggered++; r.triggered > maxTriggers {
				r.problem(in.start, in.end, facts.TooLarge, "more than 1,000 instructions of ONBUILD; the rest is not read")
				break
			}
			r.apply(t, true)
		}
	}
}

// inherit takes over what an image hands on to those that are built on it.
func (s *stage) inherit(base *stage) {
	s.base = base
	for name, v := range base.scope {
		if !v.arg {
			s.scope[name] = v
		}
	}
	for name, v := range base.labels {
		s.labels[name] = v
	}
	s.env = append(s.env, base.env...)
	s.exposed = append(s.exposed, base.exposed...)
	s.volumes = append(s.volumes, base.volumes...)
	s.user, s.shell, s.entrypoint, s.command, s.drops = base.user, base.shell, base.entrypoint, base.command, base.drops
}

// known are the instructions of docker/dockerfile 1.
func isInstruction(name string) bool {
	switch name {
	case "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "RUN", "SHELL",
		"STOPSIGNAL", "USER", "VOLUME", "WORKDIR":
		return true
	}
	return false
}

// read goes through the instructions in their order.
func (r *reader) read() {
	for _, in := range r.list {
		switch {
		case !isInstruction(in.name):
			r.problem(in.word.Start, in.word.End, facts.Syntax, "expected an instruction, such as RUN; the builder stops here")
		case in.name == "FROM":
			r.begin(in)
		case r.at != nil:
			r.at.end = in.end
			r.apply(in, false)
		case len(r.stages) == 0 && in.name == "ARG":
			r.arguments(in)
		case len(r.stages) == 0:
			r.problem(in.start, in.end, facts.Syntax, "expected FROM before "+in.name)
		}
		if len(r.stages) > maxStages {
			r.problem(in.start, in.end, facts.TooLarge, "more than 1,000 stages; the rest is not read")
			return
		}
	}
}

// apply lets one instruction change the stage. What an instruction of ONBUILD writes into the file was read where it stands.
func (r *reader) apply(in *instruction, triggered bool) {
	s := r.at
	switch in.name {
	case "ARG":
		r.arguments(in)
	case "ENV":
		for _, p := range r.pairs(in) {
			v := r.expand(p.value.Text, s.scope)
			s.scope[p.key.Text] = variable{text: v.text, known: v.known, span: p.value.Span()}
			p.value = r.unquote(p.value)
			s.env = append(s.env, p)
			if !triggered {
				r.literal(p.key.Text, p.value)
			}
		}
	case "LABEL":
		for _, p := range r.pairs(in) {
			p.key, p.value = r.unquote(p.key), r.unquote(p.value)
			if !triggered {
				r.literal(p.key.Text, p.value)
			}
			s.labels[p.key.Text] = p.value.Content().Text() // masked
		}
	case "USER":
		if in.args.Text == "" {
			r.problem(in.start, in.end, facts.Syntax, "expected the name of an account behind USER")
			return
		}
		if v := r.expand(in.args.Text, s.scope); v.known && !launch.AccountInRange(v.text) {
			r.problem(in.args.Start, in.args.End, facts.HostRefuses, "expected a user and group from 0 to 2147483647 here; the engine refuses to start the container")
			s.user = &account{in.args, expanded{}, s} // nobody's
			return
		}
		s.user = &account{in.args, r.expand(in.args.Text, s.scope), s}
	case "SHELL":
		s.shell, _ = list(in.args)
	case "ENTRYPOINT":
		s.entrypoint = r.commandOf(in)
		if !s.ownCommand {
			s.command = command{} // the base image's goes with its entrypoint
		}
	case "CMD":
		s.command, s.ownCommand = r.commandOf(in), true
	case "EXPOSE":
		r.expose(in)
	case "VOLUME":
		r.volume(in)
	case "COPY", "ADD":
		r.copied(in, triggered)
	case "RUN":
		r.run(in, triggered)
	case "HEALTHCHECK":
		if !triggered {
			r.healthCheck(in)
		}
	case "ONBUILD":
		r.onBuild(in)
	}
}

// onBuild leaves an instruction to the stages that are built on this one.
func (r *reader) onBuild(in *instruction) {
	n := r.wordEnd(in.args.Text)
	if n == 0 {
		r.problem(in.start, in.end, facts.Syntax, "expected an instruction behind ONBUILD")
		return
	}
	t := &instruction{word: cut(in.args, 0, n), heredocs: in.heredocs, start: in.start, end: in.end}
	t.name = strings.ToUpper(t.word.Text)
	if t.name == "FROM" || t.name == "ONBUILD" || t.name == "MAINTAINER" || !isInstruction(t.name) {
		r.problem(t.word.Start, t.word.End, facts.Syntax, "expected an instruction that may follow ONBUILD; the builder refuses this one")
		return
	}
	t.flags, t.args = r.flags(cut(in.args, n, len(in.args.Text)))
	r.at.triggers = append(r.at.triggers, t)
	switch t.name { // what is written here is written, whoever builds on it
	case "ENV", "ARG", "LABEL":
		for _, p := range r.pairs(t) {
			r.literal(r.unquote(p.key).Text, r.unquote(p.value))
		}
	case "RUN":
		r.downloads(t)
	}
}

// arguments reads ARG. A stage has the default of a name that stands before the first FROM once it names it too.
func (r *reader) arguments(in *instruction) {
	scope := r.global
	if r.at != nil {
		scope = r.at.scope
	}
	for _, w := range r.words(in.args) {
		name, _, has := strings.Cut(w.Text, "=")
		if !has {
			if old, ok := scope[name]; ok && !old.arg {
				continue // ENV wins
			}
			scope[name] = variable{arg: true}
			if v, ok := r.global[name]; ok && r.at != nil {
				scope[name] = v
			}
			continue
		}
		value := cut(w, len(name)+1, len(w.Text))
		v := r.expand(value.Text, scope)
		if old, ok := scope[name]; !ok || old.arg {
			scope[name] = variable{text: v.text, known: v.known, span: value.Span(), arg: true}
		}
		r.literal(name, r.unquote(value))
		r.verification(name, r.unquote(value))
	}
}

// pairs reads NAME=value …, or the old form NAME value.
func (r *reader) pairs(in *instruction) []pair {
	words := r.words(in.args)
	if len(words) == 0 {
		r.problem(in.start, in.end, facts.Syntax, "expected NAME=value behind "+in.name)
		return nil
	}
	if in.name != "ARG" && !strings.Contains(words[0].Text, "=") {
		n := strings.IndexFunc(in.args.Text, isBlank)
		if n < 0 {
			r.problem(words[0].Start, words[0].End, facts.Syntax, "expected "+in.name+" NAME=value: this name has no value")
			return nil
		}
		return []pair{{cut(in.args, 0, n), trimWord(cut(in.args, n, len(in.args.Text)))}}
	}
	var out []pair
	for _, w := range words {
		name, _, has := strings.Cut(w.Text, "=")
		if !has {
			if in.name != "ARG" {
				r.problem(w.Start, w.End, facts.Syntax, "expected NAME=value; a value with blanks needs quotes")
			}
			continue
		}
		out = append(out, pair{cut(w, 0, len(name)), cut(w, len(name)+1, len(w.Text))})
	}
	return out
}

// commandOf reads the arguments of ENTRYPOINT and CMD.
func (r *reader) commandOf(in *instruction) command {
	if words, ok := list(in.args); ok {
		return command{set: true, words: words}
	}
	if in.args.Text == "" {
		return command{set: true}
	}
	if strings.HasPrefix(in.args.Text, "[") && json.Valid([]byte(in.args.Text)) {
		r.problem(in.args.Start, in.args.End, facts.Syntax, "expected a list of strings; the builder refuses anything else in it")
		return command{set: true}
	}
	return command{set: true, line: in.args}
}

// expose reads the ports of EXPOSE.
func (r *reader) expose(in *instruction) {
	for _, w := range r.words(in.args) {
		value := r.expand(w.Text, r.at.scope)
		if !value.known {
			continue
		}
		for port := range strings.FieldsSeq(value.text) {
			number, protocol, _ := strings.Cut(port, "/")
			low, high, isRange := strings.Cut(number, "-")
			if !isRange {
				high = low
			}
			a, err := strconv.ParseUint(low, 10, 16)
			b, other := strconv.ParseUint(high, 10, 16)
			if err != nil || other != nil || a == 0 || b < a {
				r.problem(w.Start, w.End, facts.Syntax, "expected a port from 1 to 65535")
				continue
			}
			if !strings.EqualFold(protocol, "udp") {
				r.at.exposed = append(r.at.exposed, facts.Port{Container: number, Span: w.Span()})
			}
		}
	}
}

// volume reads VOLUME: a list, or words. One whose name is not known covers nothing that could be said of.
func (r *reader) volume(in *instruction) {
	words, isList := list(in.args)
	if !isList {
		words = r.words(in.args)
	}
	for _, w := range words {
		if v := r.expand(w.Text, r.at.scope); v.known {
			r.at.volumes = append(r.at.volumes, facts.Volume{Target: v.text, Span: w.Span()})
		}
	}
}
