package credential

// NamesSecret reports whether a variable, header, option or key of that name holds a credential.
func NamesSecret(name string) bool {
	var few [8]part
	var short [64]byte
	lowered, words := appendLower(short[:0], name), wordsOf(few[:0], name)
	if len(words) == 0 || innocentLast(string(words[len(words)-1].of(lowered))) {
		return false
	}
	for i, w := range words {
		switch string(w.of(lowered)) {
		case "token", "secret", "password", "passwd", "passphrase", "pwd", "apikey", "apitoken", "credential",
			"credentials", "authorization", "bearer", "pat", "authkey", "accesskey", "secretkey", "privatekey":
			if i+1 < len(words) && innocentAfter(string(words[i+1].of(lowered))) {
				return false
			}
			return true
		case "key":
			// A key alone may sort, cache or partition; with one of these words before it, it opens something.
			if i > 0 && keyOf(string(words[i-1].of(lowered))) {
				return true
			}
		case "sig", "signature":
			if len(words) == 1 {
				return true
			}
		}
	}
	return false
}

// innocentLast are last words of names that describe a credential, or where it lies, without holding it.
func innocentLast(word string) bool {
	switch word {
	case "url", "uri", "endpoint", "path", "file", "dir", "name", "id", "type", "limit", "limits", "count",
		"max", "min", "ttl", "expiry", "expires", "timeout", "length", "size", "enabled", "required", "mode",
		"scope", "scopes", "header", "prefix", "format", "issuer", "audience", "host", "port", "region", "env",
		"var", "ref", "tokens", "algorithm", "provider", "store", "server", "hint", "description", "title", "label":
		return true
	}
	return false
}

// innocentAfter are words that turn the word before them into something else: token_limit, password_policy.
func innocentAfter(word string) bool {
	switch word {
	case "limit", "count", "budget", "policy", "exchange", "usage", "window", "manager", "endpoint", "url",
		"type", "method", "helper":
		return true
	}
	return false
}

// keyOf are words that make a key a credential.
func keyOf(word string) bool {
	switch word {
	case "api", "access", "secret", "private", "auth", "service", "account", "encryption", "signing", "master",
		"admin", "license", "subscription", "openai", "anthropic", "app", "client", "x", "ssh", "deploy", "bot",
		"integration", "project", "role":
		return true
	}
	return false
}

// part is where a word of a name lies.
type part struct{ start, end int }

func (p part) of(name []byte) []byte { return name[p.start:p.end] }

// wordsOf splits a name at separators and at changes of case: githubToken, GITHUB_TOKEN and github-token are all two words. It adds
// them to words.
func wordsOf(words []part, name string) []part {
	start := -1
	flush := func(end int) {
		if start >= 0 {
			words = append(words, part{start, end})
			start = -1
		}
	}
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case c == '_' || c == '-' || c == '.' || c == ' ' || c == ':' || c == '/' || c == '[' || c == ']':
			flush(i)
		case upper(c) && start >= 0 && (lower(name[i-1]) || i+1 < len(name) && lower(name[i+1]) && upper(name[i-1])):
			flush(i)
			start = i
		case start < 0:
			start = i
		}
	}
	flush(len(name))
	return words
}

// appendLower adds a text in lower case, ASCII only.
func appendLower(to []byte, text string) []byte {
	for i := range len(text) {
		to = append(to, lowerCase[text[i]])
	}
	return to
}

func lower(c byte) bool { return c >= 'a' && c <= 'z' }
func upper(c byte) bool { return c >= 'A' && c <= 'Z' }
