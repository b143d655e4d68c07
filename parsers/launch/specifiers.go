package launch

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// specifier is a package specifier taken apart.
type specifier struct {
	name, version string
	pin           facts.Pin
	remote        string // what it runs when it is fetched from an address without a fixed version; else empty
}

// npmSpecifier reads what npx, bunx, pnpm and yarn take: name, name@version, @scope/name@tag, github:owner/repo,
// git+https://…, https://….tgz, ./path (npm-package-arg).
func npmSpecifier(text string) specifier {
	switch {
	case strings.HasPrefix(text, "."), strings.HasPrefix(text, "/"), strings.HasPrefix(text, "file:"), strings.HasPrefix(text, "~"):
		return specifier{name: text, pin: facts.PinLocal}
	case strings.HasPrefix(text, "git+"), strings.HasPrefix(text, "github:"), strings.HasPrefix(text, "gitlab:"), strings.HasPrefix(text, "git@"), strings.HasPrefix(text, "git:"):
		return gitSpecifier(text, "#")
	case strings.Contains(text, "://"):
		return specifier{name: text, remote: "what " + address(text) + " serves"}
	case !strings.HasPrefix(text, "@") && strings.Count(text, "/") == 1 && !strings.Contains(text, "@"):
		return gitSpecifier("github:"+text, "#")
	}
	if i := strings.LastIndexByte(text, '@'); i > 0 {
		version := text[i+1:]
		if alias, ok := strings.CutPrefix(version, "npm:"); ok {
			return npmSpecifier(alias)
		}
		return specifier{name: text[:i], version: version, pin: versionPin(version)}
	}
	return specifier{name: text}
}

// pypiSpecifier reads what uvx and pipx take: name, name@version, name==version, name[extra]>=version, git+https://….
func pypiSpecifier(text string) specifier {
	if name, url, ok := strings.Cut(text, " @ "); ok {
		s := pypiSpecifier(url)
		s.name = name
		return s
	}
	switch {
	case strings.HasPrefix(text, "."), strings.HasPrefix(text, "/"), strings.HasPrefix(text, "~"), strings.HasPrefix(text, "file:"), strings.HasSuffix(text, ".whl") && !strings.Contains(text, "://"):
		return specifier{name: text, pin: facts.PinLocal}
	case strings.HasPrefix(text, "git+"):
		return gitSpecifier(text, "@")
	case strings.Contains(text, "://"):
		return specifier{name: text, remote: "what " + address(text) + " serves"}
	}
	end := strings.IndexAny(text, "=<>!~@")
	if end < 0 {
		return specifier{name: bareName(text)}
	}
	name, version := bareName(text[:end]), text[end:]
	switch {
	case strings.HasPrefix(version, "==="), strings.HasPrefix(version, "==") && !strings.Contains(version, "*") && !strings.Contains(version, ","):
		return specifier{name: name, version: strings.TrimLeft(version, "="), pin: facts.PinExact}
	case strings.HasPrefix(version, "@"):
		return specifier{name: name, version: version[1:], pin: versionPin(version[1:])}
	}
	return specifier{name: name, version: version, pin: facts.PinRange}
}

// bareName removes extras: name[x,y] is name.
func bareName(text string) string {
	name, _, _ := strings.Cut(text, "[")
	return strings.TrimSpace(name)
}

// gitSpecifier reads a git URL whose revision stands behind the separator. Only a full commit is fixed.
func gitSpecifier(text, separator string) specifier {
	body := text
	revision := ""
	if i := strings.LastIndex(text, separator); i > strings.Index(text, "://")+3 && i > 0 {
		body, revision = text[:i], text[i+1:]
		revision, _, _ = strings.Cut(revision, "#")
	}
	name := strings.TrimSuffix(body[strings.LastIndexAny(body, "/:")+1:], ".git")
	if isHex(revision) && (len(revision) == 40 || len(revision) == 64) {
		return specifier{name: name, version: revision, pin: facts.PinDigest}
	}
	what := "the default branch of " + address(body)
	if revision != "" {
		what = "whatever " + revision + " of " + address(body) + " is at the time"
	}
	return specifier{name: name, version: revision, pin: facts.PinTag, remote: what}
}

// address shortens a URL to what may be shown: without user information and query.
func address(url string) string {
	url, _, _ = strings.Cut(url, "?")
	scheme, rest, ok := strings.Cut(url, "://")
	if !ok {
		return url
	}
	if i := strings.LastIndexByte(rest, '@'); i >= 0 && i < max(strings.IndexByte(rest, '/'), 0) {
		rest = rest[i+1:]
	}
	return scheme + "://" + rest
}

func isHex(s string) bool {
	return s != "" && strings.Trim(s, "0123456789abcdefABCDEF") == ""
}

// versionPin says how exactly a semantic version is fixed: only all three numbers are.
func versionPin(version string) facts.Pin {
	version = strings.TrimPrefix(version, "v")
	if version == "" {
		return facts.PinAbsent
	}
	if strings.ContainsAny(version, "^~<>*|, ") || strings.HasSuffix(version, ".x") || version == "x" {
		return facts.PinRange
	}
	core, _, _ := strings.Cut(strings.SplitN(version, "+", 2)[0], "-")
	parts := strings.Split(core, ".")
	for _, p := range parts {
		if p == "" || strings.Trim(p, "0123456789") != "" {
			return facts.PinTag
		}
	}
	if len(parts) < 3 {
		return facts.PinRange
	}
	return facts.PinExact
}
