package credential

import "strings"

// URLPart is a credential within a URL.
type URLPart struct {
	Start, End int    // byte offsets in the URL
	Name       string // of the query parameter; empty for user information
	Reference  bool   // a reference, not a literal
}

// URLParts returns the credentials that a URL carries: the password (or a user that is one) and the query parameters
// whose names say so. It reads URLs that hold references, which no URL parser accepts.
func URLParts(raw string) []URLPart {
	scheme := strings.Index(raw, "://")
	if scheme < 0 {
		return nil
	}
	var out []URLPart
	start := scheme + 3
	end := len(raw)
	if i := strings.IndexAny(raw[start:], "/?#"); i >= 0 {
		end = start + i
		// A reference may hold slashes: ${X:-a/b}.
		if j := strings.LastIndexByte(raw[start:end], '{'); j >= 0 && !strings.Contains(raw[start+j:end], "}") {
			if k := strings.IndexByte(raw[end:], '}'); k >= 0 {
				end += k + 1
			}
		}
	}
	if at := strings.LastIndexByte(raw[start:end], '@'); at >= 0 {
		user := raw[start : start+at]
		from := start
		if colon := strings.IndexByte(user, ':'); colon >= 0 && !strings.HasPrefix(user, "${") {
			from = start + colon + 1
		}
		part := raw[from : start+at]
		reference := len(References(part)) > 0
		_, secret, pair := strings.Cut(user, ":")
		known := len(Find(part)) > 0
		if reference || known || pair && secret != "" && !isUserPlaceholder(secret) {
			out = append(out, URLPart{from, start + at, "", reference})
		}
	}
	query := strings.IndexByte(raw, '?')
	if query < 0 {
		return out
	}
	for at := query + 1; at < len(raw); {
		stop := len(raw)
		if i := strings.IndexAny(raw[at:], "&#"); i >= 0 {
			stop = at + i
		}
		name, value, ok := strings.Cut(raw[at:stop], "=")
		if ok && value != "" && queryNamesSecret(name) {
			from := at + len(name) + 1
			reference := len(References(value)) > 0
			if reference || len(Find(value)) > 0 || !IsPlaceholder(name, value) {
				out = append(out, URLPart{from, stop, name, reference})
			}
		}
		at = stop + 1
	}
	return out
}

// queryNamesSecret is wider than NamesSecret: in a query, `key` and `sig` carry credentials.
func queryNamesSecret(name string) bool {
	switch strings.ToLower(name) {
	case "key", "sig", "auth", "code", "apikey", "api_key":
		return strings.ToLower(name) != "code"
	}
	return NamesSecret(name)
}

// isUserPlaceholder reports whether a password in a URL is a documented example such as user:password@host.
func isUserPlaceholder(secret string) bool {
	switch strings.ToLower(secret) {
	case "password", "pass", "pwd", "passwd", "secret", "postgres", "root", "admin", "x", "example":
		return true
	}
	return strings.Contains(strings.ToLower(secret), "your") || strings.HasPrefix(secret, "<") || oneCharacter(secret)
}
