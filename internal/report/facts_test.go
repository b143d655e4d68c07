package report

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
)

// factsSample has nouns of several kinds, in an order that is not that of the file, with a credential in a word, in
// a stated value and in plain fields.
func factsSample(t testing.TB) *facts.System {
	data := "{\"mcpServers\": {\n  \"x\": {\n    \"command\": \"npx\",\n    \"args\": [\"-y\", \"srv@1\", \"--token=" + marker + "\"],\n" +
		"    \"cwd\": \"${HOME}\",\n    \"env\": {\"DEBUG\": \"1\", \"TOKEN\": \"" + marker + "\"}\n  },\n" +
		"  \"y\": {\"url\": \"https://mcp.example.com/s/" + marker + "/mcp\"}\n}}\n"
	s := facts.NewSource(".mcp.json", []byte(data))
	for at := 0; ; {
		i := strings.Index(data[at:], marker)
		if i < 0 {
			break
		}
		at += i + len(marker)
		s.Mask(at-len(marker), at, facts.Hint(marker))
	}
	word := func(text string) facts.Word {
		span := spanOf(t, s, data, `"`+text+`"`)
		return facts.Word{Text: text, Source: s, Start: span.Start + 1, End: span.End - 1, Quoted: span}
	}
	host := &facts.Host{ID: "claude-code", Title: "Claude Code"}
	x := &facts.Entry{Host: host, Server: "x", Name: spanOf(t, s, data, `"x"`), Block: spanOf(t, s, data, data[strings.Index(data, `{
    "command"`):strings.Index(data, ",\n  \"y\"")])}
	y := &facts.Entry{Host: host, Server: "y", Name: spanOf(t, s, data, `"y"`)}
	url := spanOf(t, s, data, data[strings.Index(data, "https://"):strings.Index(data, "/mcp\"}")+4])
	secret := facts.Span{Source: s, Start: strings.Index(data, "TOKEN\": \"") + 9}
	secret.End = secret.Start + len(marker)
	token := &facts.Credential{Entry: x, Name: "TOKEN", Span: secret, Literal: true, Kind: "a GitHub personal access token", Remedy: "${TOKEN}"}
	workload := &facts.Workload{
		Entry: x, Span: spanOf(t, s, data, `"npx"`), Title: `server "x"`,
		User:      facts.ByDefault(facts.Account{Name: "root", Root: true}, x.Block, "npx runs as who starts it"),
		Container: &facts.Container{Engine: "docker", Privileged: facts.Written(false, spanOf(t, s, data, `"1"`))},
	}
	system := &facts.System{Facts: facts.Facts{
		Sources: []*facts.Source{s},
		Entries: []*facts.Entry{y, x},
		Launches: []*facts.Launch{{
			Entry: x, Command: word("npx").Span(), Args: []facts.Span{word("-y").Span(), word("srv@1").Span(), word("--token=" + marker).Span()},
			Chain:    []facts.Step{{Name: "npx", Span: spanOf(t, s, data, `"npx"`)}},
			Program:  "srv",
			Packages: []facts.Package{{Registry: "npm", Name: "srv", Version: "1", Pin: facts.PinRange, Span: spanOf(t, s, data, "srv@1"), Runner: "npx"}},
			Image:    &facts.Image{Name: "node", Pin: facts.PinAbsent},
			Cwd:      facts.Undecided[string](spanOf(t, s, data, `"${HOME}"`), facts.UnknownVariable),
			Environment: facts.Environment{Variables: []facts.Variable{
				{Name: "DEBUG", Key: spanOf(t, s, data, `"DEBUG"`), Value: spanOf(t, s, data, `"1"`)},
				{Name: "TOKEN", Key: spanOf(t, s, data, `"TOKEN"`), Value: facts.Span{Source: s, Start: secret.Start - 1, End: secret.End + 1}},
			}},
			Process: workload, Credentials: []*facts.Credential{token},
		}},
		Workloads:   []*facts.Workload{workload},
		Credentials: []*facts.Credential{token},
		// What a careless parser could hand over: the secret as part of plain and of stated strings.
		Remotes: []*facts.Remote{{Entry: y, Span: url, URL: facts.Written("https://mcp.example.com/s/"+marker+"/mcp", url), Path: "/s/" + marker + "/mcp", Exposure: facts.Public}},
		Problems: []*facts.Problem{
			{Path: "a\n.json", Kind: facts.Unreadable, Message: "permission\x1bdenied"},
		},
	}}
	system.SameServer = []facts.ServerGroup{{Key: "npm:srv", Wired: []facts.Wiring{{Entry: x, Launch: system.Launches[0]}, {Entry: y, Remote: system.Remotes[0]}}}}
	return system
}

func printFacts(format string, system *facts.System) func(io.Writer, *Result) error {
	return func(w io.Writer, _ *Result) error { return Facts(w, system, format) }
}

func TestFactsAreAsInTheGoldenFiles(t *testing.T) {
	system := factsSample(t)
	compare(t, "testdata/facts.txt", write(t, nil, printFacts("text", system)))
	data := write(t, nil, printFacts("json", system))
	compare(t, "testdata/facts.json", data)
	if !json.Valid(data) {
		t.Error("not JSON")
	}
	if err := Facts(io.Discard, system, "yaml"); err == nil {
		t.Error("an unknown format is taken")
	}
	var empty bytes.Buffer
	if err := Facts(&empty, &facts.System{}, "json"); err != nil || !strings.Contains(empty.String(), `"facts": []`) {
		t.Errorf("empty: %v, %s", err, empty.String())
	}
}

func TestFieldNamesAreWords(t *testing.T) {
	for name, want := range map[string]string{
		"HostKey": "host-key", "OAuthURL": "oauth-url", "TLSPolicy": "tls-policy", "URL": "url", "CapAdd": "cap-add",
		"SSHConnection": "ssh-connection", "ByName": "by-name",
	} {
		if got := words(name); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}
