package parsers

import (
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
)

const reviewing = `jobs:
  review:
    env: {NODE_TLS_REJECT_UNAUTHORIZED: 0}
    steps:
      - uses: anthropics/claude-code-action@v1
        env: {OTHER_TOKEN: "${{ secrets.OTHER }}", JOB_TOKEN: "${{ github.token }}", APP_TOKEN: "${{ steps.app.outputs.token }}", GITHUB_TOKEN: "${{ secrets.GITHUB_TOKEN }}"}
        with:
          claude_args: |
            --mcp-config '{"mcpServers": {"größe": {"command": "npx", "args": ["-y", "x@1.2.3", "--key", "${{ secrets.KEY }}"], "env": {"TOKEN": "@ghp@"}}}}'
            --dangerously-skip-permissions
      - run: |
          cat > .cursor/mcp.json <<EOF
          {"mcpServers": {"b": {"url": "http://b.example.com/mcp", "headers": {"Authorization": "Bearer $TOKEN"}}}}
          EOF
`

// What a workflow hands to a host is read as the host's config, and every place is one of the workflow.
func TestAHostConfigInAWorkflowIsReadAtItsPlace(t *testing.T) {
	secret := "gh" + "p_" + "x7Kq2mVbR9TnW4sLd8YhJc3ZfPa6QeUg1oNi"
	text := strings.ReplaceAll(reviewing, "@ghp@", secret)
	src := facts.NewSource(".github/workflows/review.yml", []byte(text))
	out := readWorkflow(src, []byte(text))
	if len(out.Launches) != 1 || len(out.Remotes) != 1 || len(out.Problems) != 0 || len(out.Workloads) != 2 || len(out.Sources) != 1 || len(out.TLS) != 1 {
		t.Fatalf("%d launches, %d remotes, %d workloads, %d sources, %d settings, problems %v",
			len(out.Launches), len(out.Remotes), len(out.Workloads), len(out.Sources), len(out.TLS), out.Problems)
	}
	if got := out.Launches[0].Entry.Subject(); got != `host claude-code, server "größe"` {
		t.Error(got)
	}
	if got := out.Remotes[0].Entry.Subject(); got != `host cursor, server "b"` {
		t.Error(got)
	}
	for _, c := range []struct {
		at   facts.Span
		want string
	}{
		{out.Launches[0].Packages[0].Span, `"x@1.2.3"`},
		{out.Remotes[0].Span, `"http://b.example.com/mcp"`},
		{out.TLS[0].Span, "0"},
		{out.Workloads[1].Confinement[0].Span, "--dangerously-skip-permissions"},
	} {
		if c.at.Source != src || c.at.Text() != c.want {
			t.Errorf("%q is at %q", c.want, c.at.Text())
		}
	}
	if shown := src.Text(src.All()); strings.Contains(shown, secret) {
		t.Error("the credential is shown")
	}
	literals, others := 0, 0
	for _, k := range out.Credentials {
		if k.PassedOn || k.Span.Source != src {
			t.Errorf("%s is passed on as %s", k.Name, k.Form)
		}
		if k.Name == "OTHER_TOKEN" {
			others++
		}
		if k.Name == "JOB_TOKEN" || k.Name == "APP_TOKEN" || k.Name == "GITHUB_TOKEN" {
			t.Errorf("%s is made for one run", k.Name)
		}
		if k.Literal {
			literals++
			if k.Name != "TOKEN" || k.Span.Begin().Line != 9 || k.Remedy != "${{ secrets.NAME }}" {
				t.Errorf("%s in line %d: %s", k.Name, k.Span.Begin().Line, k.Remedy)
			}
		}
	}
	if literals != 1 || others != 1 {
		t.Errorf("%d literals, %d references to the secret OTHER", literals, others)
	}
}

func TestAWorkflowWithoutAHostStatesNothing(t *testing.T) {
	text := "env: {API_KEY: abcdefgh12345678, NODE_TLS_REJECT_UNAUTHORIZED: 0}\njobs: {a: {steps: [{run: \"cat > mcp.json <<E\\n{}\\nE\"}]}}\n"
	out := readWorkflow(facts.NewSource(".github/workflows/a.yml", []byte(text)), []byte(text))
	if len(out.Credentials)+len(out.TLS)+len(out.Launches)+len(out.Entries) != 0 {
		t.Errorf("%d credentials, %d settings", len(out.Credentials), len(out.TLS))
	}
}
