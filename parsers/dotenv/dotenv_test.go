package dotenv

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/wirevet/wirevet/facts"
)

// token is a credential that exists only while a test runs.
var token = "gh" + "p_" + "x7Kq2mVbR9TnW4sLd8YhJc3ZfPa6QeUg1oNi"

func TestNames(t *testing.T) {
	for name, want := range map[string]bool{
		".env": true, "a/.env.local": true, "production.env": true, ".env.example": true, "env": false, ".envrc": false, "environment.json": false,
	} {
		if Match(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

func TestCredentialsAreFoundAtTheirBytes(t *testing.T) {
	text := strings.ReplaceAll(strings.Join([]string{
		"\ufeff# a comment with A_TOKEN=@",
		"GITHUB_TOKEN=@\r",
		"export QUOTED='@' # behind it",
		`DOUBLE="@"`,
		"  SPACED = @  # a comment",
		"ÜBER_SCHLÜSSEL=@",
		"DB=postgres://reader:hunter2hunter@db.example.com/x",
		"API_KEY=changeme",
		"API_KEY=${OTHER}",
		"PORT=8080",
		"not an assignment",
		"LAST=@",
	}, "\n"), "@", "\x00")
	text = strings.ReplaceAll(text, "hunter2hunter\x00", "hunter2hunter@")
	text = strings.ReplaceAll(text, "\x00", token)
	src := facts.NewSource(".env", []byte(text))
	out := Parse(src, []byte(text))
	var got []string
	for _, c := range out.EnvFiles[0].Credentials {
		got = append(got, c.Name+" "+text[c.Span.Start:c.Span.End]+" "+c.Kind)
		if shown := c.Span.Text(); strings.Contains(shown, token[8:16]) || strings.Contains(shown, "hunter2") {
			t.Errorf("%s is shown: %s", c.Name, shown)
		}
	}
	kind := " " + token + " a GitHub personal access token"
	want := []string{"GITHUB_TOKEN" + kind, "QUOTED" + kind, "DOUBLE" + kind, "SPACED" + kind, "ÜBER_SCHLÜSSEL" + kind, "DB hunter2hunter ", "LAST" + kind}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("credentials (-want +got):\n%s", strings.ReplaceAll(diff, token, "TOKEN"))
	}
	if strings.Contains(src.All().Text(), token[8:16]) {
		t.Error("the comment shows a credential")
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"A=b", "export A='b' # c", "=", "A=\"", "A = https://u:p@h/?token=x\r\n", "\ufeffA_TOKEN=x"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		src := facts.NewSource(".env", data)
		for _, c := range Parse(src, data).EnvFiles[0].Credentials {
			s := c.Span
			if s.Start < 0 || s.End > len(data) || s.Start >= s.End {
				t.Errorf("a place is %d-%d of %d", s.Start, s.End, len(data))
			}
			if utf8.Valid(data) && (!utf8.RuneStart(data[s.Start]) || s.End < len(data) && !utf8.RuneStart(data[s.End])) {
				t.Errorf("a place cuts a character: %d-%d", s.Start, s.End)
			}
			_ = s.Text()
		}
	})
}

func TestDirectivesCoverTheirAssignment(t *testing.T) {
	text := strings.Join([]string{
		"\ufeff# wirevet:ignore a-b -- above\r",
		"# another comment\r",
		"",
		"ONE=1\r",
		"TWO=2 # wirevet:ignore a-b -- behind",
		"URL=http://x/#wirevet:ignore",
		"# wirevet:ignore a-b -- nothing follows",
	}, "\n")
	src := facts.NewSource(".env", []byte(text))
	var got []string
	for _, d := range Parse(src, []byte(text)).Directives {
		got = append(got, d.Reason+": "+d.Covers.Text())
	}
	want := []string{"above: ONE=1", "behind: TWO=2 ", "nothing follows: "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
