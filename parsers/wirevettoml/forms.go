package wirevettoml

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/nearest"
)

// wrong says what is wrong with a text that must have a form or be one of several, or "".
func (d *decoder) wrong(value, kind, enum string) string {
	if enum != "" {
		values := strings.Split(enum, ",")
		if !slices.Contains(values, value) {
			return "expected " + strings.Join(values, ", ") + nearest.Suggestion(value, values)
		}
		return ""
	}
	if strings.TrimSpace(value) == "" {
		return "expected some text, found none"
	}
	switch kind {
	case "glob":
		return wrongGlob(value)
	case "file":
		return wrongPath(value)
	case "rule":
		return d.wrongRule(value)
	case "endpoint":
		return wrongEndpoint(value)
	case "need":
		_, _, wrong := splitNeed(value)
		return wrong
	case "period":
		if _, err := facts.ParsePeriod(value); err != nil {
			return err.Error()
		}
	case "date", "past":
		return d.wrongDate(value, kind)
	case "sha256":
		if !matches(hexDigits, value) {
			return "expected 64 hexadecimal digits"
		}
	case "version":
		if !matches(numbers, value) {
			return "expected a version in numbers, such as 1.28 or 2.4.62"
		}
	}
	return ""
}

// The patterns are compiled where they are used: most runs read no such value.
const (
	hexDigits = `^[0-9a-fA-F]{64}$`
	numbers   = `^[0-9]+(\.[0-9]+){0,3}$`
	hostPort  = `^(\[[0-9a-fA-F:.]+\]|[^:/\s]+):[0-9]{1,5}$`
)

func matches(pattern, value string) bool {
	ok, _ := regexp.MatchString(pattern, value)
	return ok
}

func wrongGlob(value string) string {
	if !doublestar.ValidatePattern(value) {
		return "this is no glob; a [ needs its ]"
	}
	return wrongPath(value)
}

// wrongPath says what is wrong with a path that lies below the folder of the file.
func wrongPath(value string) string {
	clean := path.Clean(value)
	switch {
	case strings.Contains(value, `\`):
		return "expected a path with /, not \\"
	case path.IsAbs(value) || clean == ".." || strings.HasPrefix(clean, "../"):
		return "expected a path below the folder that wirevet.toml governs"
	}
	return ""
}

func (d *decoder) wrongRule(id string) string {
	switch r := d.options.rule(id); {
	case r == nil:
		return d.noRule(id)
	case r.Own:
		return "findings of " + id + " cannot be accepted; repair what they are about"
	}
	return ""
}

func (d *decoder) noRule(id string) string {
	ids := make([]string, len(d.options.Rules))
	for i, r := range d.options.Rules {
		ids[i] = r.ID
	}
	return "there is no such rule" + nearest.Suggestion(id, ids) + "; wirevet rules lists them"
}

func (d *decoder) wrongDate(value, kind string) string {
	day, err := time.Parse(time.DateOnly, value)
	switch {
	case err != nil:
		return "there is no such day; expected one such as 2027-01-31"
	case kind == "past" && day.After(d.options.Now.UTC()):
		return "the day lies in the future"
	}
	return ""
}

// wrongEndpoint says what is wrong with the match of an endpoint.
func wrongEndpoint(match string) string {
	const forms = "expected a URL, `host:HOST/SERVER`, `listener:FOLDER#NAME` or `route:FILE#/path`"
	kind, rest, ok := strings.Cut(match, ":")
	switch {
	case !ok:
		return forms
	case strings.HasPrefix(rest, "//"):
		if authority, _, _ := strings.Cut(rest[2:], "/"); authority == "" || strings.Contains(authority, "@") || strings.ContainsAny(match, "?# ") {
			return "expected a URL with a host, and without user information, query and fragment"
		}
		if !slices.Contains([]string{"http", "https", "ws", "wss", "*"}, kind) {
			return "expected a URL of the scheme https, http, wss or ws" + nearest.Suggestion(kind, []string{"http", "https", "ws", "wss"})
		}
	case kind == "host":
		if host, server, ok := strings.Cut(rest, "/"); !ok || host == "" || server == "" {
			return "expected host:HOST/SERVER, such as host:vscode/billing"
		}
	case kind == "listener":
		folder, _, _ := strings.Cut(rest, "#")
		return wrongPath(folder)
	case kind == "route":
		if file, p, ok := strings.Cut(rest, "#"); !ok || file == "" || !strings.HasPrefix(p, "/") {
			return "expected route:FILE#/path, such as route:deploy/nginx.conf#/mcp"
		}
	default:
		return forms
	}
	return ""
}

// splitNeed returns the parts of a need, or what is wrong with it.
func splitNeed(text string) (kind facts.NeedKind, target, wrong string) {
	word, target, _ := strings.Cut(text, ":")
	kind = facts.NeedKind(word)
	kinds := []string{"read", "write", "net", "env", "credential"}
	switch {
	case !slices.Contains(kinds, word):
		return "", "", "expected read:PATH, write:PATH, net:HOST:PORT, env:NAME or credential:PATH" + nearest.Suggestion(word, kinds)
	case strings.TrimSpace(target) == "":
		return "", "", "expected something behind " + word + ":"
	case kind == facts.NeedNetwork && !matches(hostPort, target):
		return "", "", "expected net:HOST:PORT, such as net:api.example.com:443"
	}
	return kind, target, ""
}
