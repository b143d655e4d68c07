package credential

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// random returns n characters that look random and are the same in each run. No credential stands in this file.
func random(n int) string {
	const letters = "q7Lw2XcV9bNm4ZpRt6Ys8KdJf3Hg5Ga1Ue0IoPxBvCzTyWnMkQjRhSlDfEiAuO"
	var b strings.Builder
	for i := range n {
		b.WriteByte(letters[(i*37+i*i*11+5)%len(letters)])
	}
	return b.String()
}

func TestKnownFormatsAreFound(t *testing.T) {
	for kind, token := range map[string]string{
		"a GitHub personal access token": "ghp_" + random(36),
		"an Anthropic API key":           "sk-ant-" + "api03-" + random(93) + "AA",
		"an AWS access key":              "AKIA" + "QWERTZUIOPLKJHGF"[:16],
		"an npm token":                   "npm_" + strings.ToLower(random(36)),
	} {
		got := Find("x " + token + " y")
		if len(got) != 1 || got[0].Kind != kind || got[0].Start != 2 || got[0].End != 2+len(token) {
			t.Errorf("%s: got %+v", kind, got)
		}
	}
}

func TestPublishedExamplesAreNone(t *testing.T) {
	for _, token := range []string{
		"glpat-" + "abcdefghij" + "1234567890",
		// What jwt.io shows to everybody.
		"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ." + random(43),
		"ghp_" + strings.Repeat("x", 36),
		// What the documentation of Google Cloud shows.
		"AIzaSyDaGmWKa4JsXZ-" + "HjGw7ISLn_3namBGewQe",
	} {
		if got := Find(token); len(got) != 0 {
			t.Errorf("%s…: %+v", token[:8], got)
		}
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]bool{
		"GITHUB_TOKEN": true, "githubToken": true, "X-API-Key": true, "Authorization": true, "client_secret": true,
		"DB_PASSWORD": true, "apiKey": true, "AWS_SECRET_ACCESS_KEY": true, "SSH_PRIVATE_KEY": true, "GITHUB_PAT": true,
		"MAX_TOKENS": false, "TOKEN_LIMIT": false, "TOKENIZER": false, "KEYBOARD": false, "PUBLIC_KEY": false,
		"PASSWORD_FILE": false, "KEY_PATH": false, "AWS_ACCESS_KEY_ID": false, "PRIMARY_KEY": false, "TOKEN_URL": false,
		"SECRET_NAME": false, "SORT_KEY": false, "KEYCHAIN": false, "PATH": false, "LOG_LEVEL": false, "token_endpoint": false,
	} {
		if got := NamesSecret(name); got != want {
			t.Errorf("NamesSecret(%q) = %v", name, got)
		}
	}
}

func TestValues(t *testing.T) {
	for _, c := range []struct {
		name, value string
		literals    int
		references  int
	}{
		{"TOKEN", "${TOKEN}", 0, 1},
		{"TOKEN", "$TOKEN", 0, 1},
		{"TOKEN", "${env:TOKEN}", 0, 1},
		{"TOKEN", "{env:TOKEN}", 0, 1},
		{"TOKEN", "%TOKEN%", 0, 1},
		{"TOKEN", "op://vault/item/field", 0, 1},
		{"Authorization", "Bearer ${input:key}", 0, 1},
		{"Authorization", "Bearer ${{ secrets.KEY }}", 0, 1},
		{"TOKEN", "${TOKEN:-}", 0, 1},
		{"TOKEN", "${TOKEN:-" + random(24) + "}", 1, 1},
		{"TOKEN", random(24), 1, 0},
		{"Authorization", "Bearer " + random(30), 1, 0},
		{"LOG", "ghp_" + random(36), 1, 0},
		{"TOKEN", "<YOUR_TOKEN>", 0, 0},
		{"TOKEN", "YOUR_API_KEY", 0, 0},
		{"TOKEN", "your-token-here", 0, 0},
		{"TOKEN", "xxxxxxxxxxxxxxxx", 0, 0},
		{"TOKEN", "changeme", 0, 0},
		{"TOKEN", "short", 0, 0},
		{"TOKEN", "aaaaaaaaaaaa", 0, 0},
		{"API_TOKEN", "api_token", 0, 0},
		{"TOKEN", "put the token here", 0, 0},
		{"TOKEN", "sk-...", 0, 0},
		{"AWS_SECRET_ACCESS_KEY", "AKIAIOSFODNN7" + "EXAMPLE", 0, 0},
		{"LOG_LEVEL", random(24), 0, 0},
		{"PASSWORD_FILE", "/run/secrets/db", 0, 1},
	} {
		v := Classify(c.name, c.value)
		if len(v.Literals) != c.literals || len(v.References) != c.references {
			t.Errorf("%s=%s: got %+v, want %d literals and %d references", c.name, c.value, v, c.literals, c.references)
		}
	}
}

func TestURLs(t *testing.T) {
	for raw, want := range map[string][]string{
		"https://example.com/mcp":                         nil,
		"https://example.com/mcp?id=4&page=secret":        nil,
		"https://example.com/mcp?api_key=" + random(20):   {random(20)},
		"https://x/mcp?key=${KEY}":                        {"${KEY}"},
		"postgres://app:" + random(12) + "@db.internal/x": {random(12)},
		"postgres://postgres:postgres@localhost/x":        nil,
		"postgres://user:password@localhost/x":            nil,
		"redis://:${REDIS_PASSWORD}@cache:6379":           {"${REDIS_PASSWORD}"},
		"https://ghp_" + random(36) + "@github.com/o/r":   {"ghp_" + random(36)},
		"https://localhost@evil.example/mcp":              nil,
	} {
		var got []string
		for _, p := range URLParts(raw) {
			got = append(got, raw[p.Start:p.End])
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: got %q, want %q", raw, got, want)
		}
	}
}

func FuzzClassify(f *testing.F) {
	f.Add("TOKEN", "Bearer ${X:-é}{{y}}")
	f.Add("url", "https://u:p@h/?key=${X}")
	f.Fuzz(func(t *testing.T, name, value string) {
		v := Classify(name, value)
		inside := func(start, end int) {
			if start < 0 || end < start || end > len(value) || utf8.ValidString(value) && (!utf8.ValidString(value[:start]) || !utf8.ValidString(value[:end])) {
				t.Fatalf("[%d,%d) does not fit %q", start, end, value)
			}
		}
		for _, p := range v.Literals {
			inside(p.Start, p.End)
		}
		for _, r := range v.References {
			inside(r.Start, r.End)
			inside(r.DefaultStart, r.DefaultEnd)
		}
		for _, p := range URLParts(value) {
			inside(p.Start, p.End)
		}
		Harmless(value)
	})
}

func BenchmarkFileWithoutCredential(b *testing.B) {
	text := []byte(strings.Repeat(`"command": "npx", "args": ["-y", "@scope/server@1.2.3"], "env": {"LEVEL": "debug"},`+"\n", 14))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		FindBytes(text)
	}
}
