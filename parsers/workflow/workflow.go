package workflow

import (
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/internal/directive"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/tree"
)

// Embedded is a host config that stands in a workflow.
type Embedded struct {
	Name string // the path that the host reads it from
	Text facts.Word
	// Expanded is true when a shell replaces variables in it before it is written: it may not be JSON as it stands.
	Expanded bool
	// Host is the ID of the host that reads it whatever its name is; empty when the name says so.
	Host string
	// Environment are the maps of variables that the host has, and with it every server that it starts.
	Environment []Environment
}

// Environment is one `env` of a workflow, a job or a step.
type Environment struct {
	Key, Block facts.Span
	Variables  []facts.Variable
	Values     []facts.Word
}

// Switch is an input of an action that switches the sandbox of its host off.
type Switch struct {
	Host string // the host's ID
	Key  facts.Span
	Span facts.Span
}

// Workflow is what a file says.
type Workflow struct {
	Facts    *facts.Facts // the file itself, its comments and problems
	Embedded []Embedded
	Switches []Switch
}

// reader holds what is known while a file is read.
type reader struct {
	src  *facts.Source
	data []byte
	out  *Workflow
}

// Parse states what the file says.
func Parse(src *facts.Source, data []byte) *Workflow {
	r := &reader{src: src, data: data, out: &Workflow{Facts: &facts.Facts{Sources: []*facts.Source{src}}}}
	credential.Mask(src, data)
	doc := tree.Parse(data, tree.YAML)
	for _, p := range doc.Problems {
		r.out.Facts.Problems = append(r.out.Facts.Problems, &facts.Problem{Span: r.span(p.Start, p.End), Kind: p.Kind, Message: p.Message})
	}
	for _, c := range doc.Comments {
		covers := func() facts.Span {
			if within, ok := doc.Covers(c); ok {
				return r.span(within.Start, within.End)
			}
			return facts.Span{}
		}
		if d := directive.Read(r.span(c.Start, c.End), data[c.Start:c.End], covers); d != nil {
			r.out.Facts.Directives = append(r.out.Facts.Directives, d)
		}
	}
	if len(doc.Roots) == 0 {
		return r.out
	}
	root := doc.Roots[0]
	whole := r.environment(nil, root)
	if jobs := root.Get("jobs"); jobs != nil {
		for _, job := range jobs.Members {
			if !job.Shadowed {
				r.steps(job.Value.Get("steps"), r.environment(whole, job.Value))
			}
		}
	}
	r.steps(root.Get("runs").Get("steps"), nil) // of a composite action
	return r.out
}

func (r *reader) span(start, end int) facts.Span {
	return facts.Span{Source: r.src, Start: start, End: end}
}

// environment returns the maps that hold for what is inside of n: those of outside, and its own.
func (r *reader) environment(outer []Environment, n *tree.Node) []Environment {
	m, ok := n.Member("env")
	if !ok || m.Value.Kind != tree.Object {
		return outer
	}
	own := Environment{Key: m.KeySpan(r.src), Block: m.Value.Span(r.src)}
	for _, v := range m.Value.Members {
		if v.Shadowed || v.Value.Kind == tree.Object || v.Value.Kind == tree.Array || v.Value.Kind == tree.Null {
			continue
		}
		word := v.Value.Word(r.src)
		own.Variables = append(own.Variables, facts.Variable{Name: v.Key, Key: v.KeySpan(r.src), Value: word.Span()})
		own.Values = append(own.Values, word)
	}
	return append(outer[:len(outer):len(outer)], own)
}

func (r *reader) steps(steps *tree.Node, outer []Environment) {
	if steps == nil || steps.Kind != tree.Array {
		return
	}
	for _, step := range steps.Items {
		if run := step.Get("run"); run != nil && run.Kind == tree.String {
			r.script(run.Word(r.src), outer)
		}
		if with := step.Get("with"); with != nil && with.Kind == tree.Object {
			r.inputs(actionOf(step.Get("uses")), with, r.environment(outer, step))
		}
	}
}

// actionOf returns the repository of an action, without its version, in lower case.
func actionOf(uses *tree.Node) string {
	if uses == nil || uses.Kind != tree.String {
		return ""
	}
	name, _, _ := strings.Cut(strings.ToLower(uses.Text), "@")
	return name
}

// inputs reads what an action is given.
func (r *reader) inputs(action string, with *tree.Node, environment []Environment) {
	for _, m := range with.Members {
		if m.Shadowed || m.Value.Kind != tree.String {
			continue
		}
		value := m.Value.Word(r.src)
		var name, host string
		switch action + " " + m.Key {
		case "anthropics/claude-code-action mcp_config", "anthropics/claude-code-base-action mcp_config":
			name, host = ".mcp.json", "claude-code"
		case "anthropics/claude-code-action settings", "anthropics/claude-code-base-action settings":
			name, host = ".claude/settings.json", "claude-code"
		case "google-github-actions/run-gemini-cli settings", "google-gemini/gemini-cli-action settings_json":
			name, host = ".gemini/settings.json", "gemini-cli"
		case "anthropics/claude-code-action claude_args", "anthropics/claude-code-base-action claude_args":
			r.claudeArguments(m, value, environment)
			continue
		case "openai/codex-action sandbox":
			if value.Text == "danger-full-access" {
				r.out.Switches = append(r.out.Switches, Switch{Host: "codex", Key: m.KeySpan(r.src), Span: value.Span()})
			}
			continue
		default:
			name = path.Base(m.Key) + ".json" // of an action that is not known
		}
		if strings.HasPrefix(strings.TrimSpace(value.Text), "{") { // else the path of a file
			r.out.Embedded = append(r.out.Embedded, Embedded{Name: name, Text: value, Host: host, Environment: environment})
		}
	}
}

// claudeArguments reads the arguments that the action hands to `claude`.
func (r *reader) claudeArguments(m tree.Member, line facts.Word, environment []Environment) {
	words := shellWords(line)
	for i, w := range words {
		value := facts.Word{}
		switch {
		case w.Text == "--dangerously-skip-permissions":
			r.out.Switches = append(r.out.Switches, Switch{Host: "claude-code", Key: m.KeySpan(r.src), Span: w.Span()})
		case w.Text == "--mcp-config" && i+1 < len(words):
			value = words[i+1]
		case strings.HasPrefix(w.Text, "--mcp-config="):
			value = unquoted(w.Sub(len("--mcp-config="), len(w.Text)))
		}
		if strings.HasPrefix(strings.TrimSpace(value.Text), "{") {
			r.out.Embedded = append(r.out.Embedded, Embedded{Name: ".mcp.json", Text: value, Host: "claude-code", Environment: environment})
		}
	}
}

// ReadEnvironment adds to out what variables mean that a host has, and with it every server that it starts.
func ReadEnvironment(host *facts.Host, env Environment, out *facts.Facts) {
	e := &facts.Entry{Host: host, Name: env.Key, Block: env.Block}
	begin := len(out.Credentials)
	launch.ReadEnvironment(launch.Input{
		Entry: e, Title: host.Title + " and every server that it starts", Remedy: Remedy, Values: env.Values,
		Environment: facts.Environment{Variables: env.Variables},
	}, out)
	if len(out.Credentials) > begin {
		out.Entries = append(out.Entries, e)
	}
}

// ShortLived reports whether a reference is to a credential that is made for one run: the token of the job, or what another step
// or job puts out. Only a secret of the repository is kept (docs.github.com/actions/concepts/security/github_token).
func ShortLived(k *facts.Credential) bool {
	if k.Literal {
		return false
	}
	return k.Variable == "GITHUB_TOKEN" || strings.HasPrefix(k.Form, "${{") && strings.Contains(k.Variable, ".")
}

// Remedy is how a workflow refers to a secret.
const Remedy = "${{ secrets.NAME }}"
