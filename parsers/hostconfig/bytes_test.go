package hostconfig

import (
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
)

const twoServers = `{
  "mcpServers": {
    "größe": {"command": "a", "args": ["日本"]},
    "b": {"type": "http", "url": "https://b.example.com/mcp"}
  }
}
`

// lines returns the printed facts of a file that begin with one of the kinds.
func linesOf(f *facts.Facts, kinds ...string) string {
	var out []string
	for line := range strings.Lines(print(f)) {
		for _, kind := range kinds {
			if strings.HasPrefix(line, kind+" ") {
				out = append(out, strings.TrimSuffix(line, "\n"))
			}
		}
	}
	return strings.Join(out, "\n")
}

func TestLineEndingsDoNotMovePlaces(t *testing.T) {
	want := linesOf(parseText(".mcp.json", twoServers), "entry", "launch", "remote")
	for name, ending := range map[string]string{"CRLF": "\r\n", "a lone CR": "\r"} {
		if got := linesOf(parseText(".mcp.json", strings.ReplaceAll(twoServers, "\n", ending)), "entry", "launch", "remote"); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
	if got := linesOf(parseText(".mcp.json", strings.TrimRight(twoServers, "\n")), "entry", "launch", "remote"); got != want {
		t.Errorf("without a final newline:\n%s\nwant\n%s", got, want)
	}
	tabs := linesOf(parseText(".mcp.json", strings.ReplaceAll(twoServers, "  ", "\t\t")), "entry", "launch", "remote")
	if tabs != want {
		t.Errorf("tabs:\n%s\nwant\n%s", tabs, want)
	}
}

func TestAVeryLongLineKeepsItsPlaces(t *testing.T) {
	out := parseText(".mcp.json", `{"x": "`+strings.Repeat("é", 1<<16)+`", "mcpServers": {"a": {"command": "a"}}}`)
	if len(out.Entries) != 1 {
		t.Fatalf("%d entries", len(out.Entries))
	}
	if at := out.Entries[0].Name.Begin(); at.Column != len(`{"x": "`)+1<<16+len(`", "mcpServers": {`)+1 {
		t.Errorf("column %d", at.Column)
	}
}

func TestAByteOrderMarkIsSkippedAndReported(t *testing.T) {
	const mark = "\ufeff"
	for path, refused := range map[string]bool{
		".mcp.json": true, "crush.json": false, ".cursor/mcp.json": false, ".vscode/mcp.json": false, "tools/x.json": false,
	} {
		out := parseText(path, mark+strings.Replace(twoServers, "mcpServers", map[bool]string{true: "servers", false: "mcpServers"}[path == ".vscode/mcp.json"], 1))
		if path == "crush.json" {
			out = parseText(path, mark+`{"mcp": {"a": {"command": "a"}}}`)
			refused = true
		}
		problems := linesOf(out, "problem")
		if len(out.Entries) == 0 || strings.Contains(problems, "byte order mark") != refused {
			t.Errorf("%s: %d entries, problems %q", path, len(out.Entries), problems)
		}
		if e := out.Entries[0]; e.Name.Text() != `"größe"` && path != "crush.json" {
			t.Errorf("%s: the first name is %s", path, e.Name.Text())
		}
	}
	yaml := parseText("librechat.yaml", mark+"mcpServers:\n  a: {command: a}\n")
	if len(yaml.Entries) != 1 || len(yaml.Problems) != 0 {
		t.Errorf("YAML: %s", print(yaml))
	}
}

func TestUTF16IsAProblem(t *testing.T) {
	out := parseText(".mcp.json", "\xff\xfe{\x00}\x00")
	if len(out.Problems) != 1 || !out.Problems[0].Kind.Incomplete() {
		t.Errorf("%s", print(out))
	}
}

func TestLockedFilesAreSilent(t *testing.T) {
	for _, text := range []string{"\x00GITCRYPT\x00\x01\x02\xff", "$ANSIBLE_VAULT;1.1;AES256\n31"} {
		if out := parseText(".mcp.json", text); print(out) != "" {
			t.Errorf("%q: %s", text[:8], print(out))
		}
	}
}

func TestTooDeepAndTooManyAliasesAreProblems(t *testing.T) {
	deep := parseText(".mcp.json", strings.Repeat(`{"mcpServers":`, 300)+"1"+strings.Repeat("}", 300))
	bomb := "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n" +
		"d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nmcpServers: {a: {command: a}}\n"
	for name, out := range map[string]*facts.Facts{"deep": deep, "bomb": parseText("librechat.yaml", bomb)} {
		if len(out.Problems) == 0 || out.Problems[0].Kind != facts.TooLarge {
			t.Errorf("%s: %s", name, print(out))
		}
	}
}

func TestVeryManyServersAreAllRead(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"mcpServers": {`)
	for i := range 3000 {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"s` + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + strings.Repeat("y", i/26) + `": {"command": "a"}`)
	}
	b.WriteString("}}")
	if out := parseText(".mcp.json", b.String()); len(out.Entries) != 3000 || len(out.Problems) != 0 {
		t.Errorf("%d entries, %d problems", len(out.Entries), len(out.Problems))
	}
}

// TestCredentialsAreMaskedWhereverTheyStand: in comments, in unknown keys, in a part that does not parse, in messages.
func TestCredentialsAreMaskedWhereverTheyStand(t *testing.T) {
	token := tokens.Replace("@ghp@")
	for _, text := range []string{
		`{"mcpServers": {"a": {"command": "a"}}} // ` + token,
		`{"mcpServers": {"` + token + `": {"Command": "a"}, "b": {"type": "` + token + `", "url": "` + token + `"}}}`,
		`{"mcpServers": {"a": {"command": "a"}, ` + token,
		`{"mcpServers": {"a": {"command": "a", "x": {"` + token + `": "` + token + `"}, "` + token + `": "secret of a kind 3x4mpl3", "args": "--token ` + token + `"}}}`,
		`{"mcpServers": {"a": "https://x.example.com/?t=` + token + `"}}`,
	} {
		out := parseText(".mcp.json", text)
		if shown := print(out) + out.Sources[0].Text(out.Sources[0].All()); strings.Contains(shown, token) {
			t.Errorf("shown:\n%s", shown)
		}
	}
}
