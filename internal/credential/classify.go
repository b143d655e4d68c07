package credential

import (
	"net/netip"
	"strings"
	"unicode"
)

// Part is a literal credential within a text.
type Part struct {
	Start, End int    // byte offsets in the text
	Kind       string // in a sentence; empty when only the name says that it is a credential
}

// Verdict says what a text holds.
type Verdict struct {
	Literals   []Part      // in order
	References []Reference // in order
}

// Classify judges the value of a variable, header, option or key of that name.
func Classify(name, value string) Verdict {
	v := Verdict{References: References(value)}
	for _, m := range Find(value) {
		v.Literals = append(v.Literals, Part(m))
	}
	if len(v.Literals) > 0 || !NamesSecret(name) {
		return v
	}
	if len(v.References) == 0 {
		start := SchemeEnd(value)
		if secret := strings.TrimSpace(value[start:]); !IsPlaceholder(name, secret) {
			v.Literals = append(v.Literals, Part{start, len(value), ""})
		}
		return v
	}
	// The default of ${VAR:-default} is a literal like any other.
	for _, r := range v.References {
		if r.DefaultEnd > r.DefaultStart && !IsPlaceholder(name, value[r.DefaultStart:r.DefaultEnd]) && len(References(value[r.DefaultStart:r.DefaultEnd])) == 0 {
			v.Literals = append(v.Literals, Part{r.DefaultStart, r.DefaultEnd, ""})
		}
	}
	return v
}

// SchemeEnd returns where the credential begins behind an authentication scheme: "Bearer x", "token x".
func SchemeEnd(value string) int {
	first, _, ok := strings.Cut(value, " ")
	if !ok {
		return 0
	}
	switch strings.ToLower(first) {
	case "bearer", "basic", "token", "apikey", "api-key", "key", "bot", "digest":
		return len(first) + 1
	}
	return 0
}

// IsPlaceholder reports whether a value stands for a credential that the reader must fill in.
func IsPlaceholder(name, value string) bool {
	value = strings.TrimSpace(value)
	lower := strings.ToLower(value)
	switch {
	case len(value) < 8, oneCharacter(value), strings.EqualFold(name, value), strings.ContainsFunc(value, unicode.IsSpace):
		return true
	case strings.HasPrefix(value, "<") || strings.HasSuffix(value, ">") || strings.HasPrefix(value, "[") && strings.HasSuffix(value, "]"):
		return true
	case strings.Contains(value, "…") || strings.Contains(value, "...") || strings.Contains(lower, "xxx") || strings.Contains(lower, "example") || strings.Contains(value, "***"):
		return true
	case strings.HasPrefix(lower, "my-") || strings.HasPrefix(lower, "my_") || strings.HasPrefix(lower, "mysecret") || strings.HasPrefix(lower, "12345678") || strings.HasPrefix(lower, "00000000"):
		return true
	case strings.Contains(value, "://") || strings.HasPrefix(value, "/") || strings.HasPrefix(value, "./") || strings.HasPrefix(value, "~/"):
		return true // an address or a path; what a URL carries is judged by URLParts
	}
	for _, word := range wordsOf(nil, value) {
		w := strings.ToLower(value[word.start:word.end])
		switch w {
		case "your", "changeme", "change", "replace", "example", "dummy", "test", "fake", "sample", "todo", "none", "null", "placeholder", "insert", "redacted", "undefined", "here", "secret", "token", "password", "key", "demo", "mock", "foo", "bar", "default", "enter":
			return true
		}
		if strings.HasPrefix(w, "your") || strings.HasPrefix(w, "changeme") || strings.HasPrefix(w, "replaceme") {
			return true
		}
	}
	return looksLikeWords(value)
}

func oneCharacter(s string) bool {
	for i := 1; i < len(s); i++ {
		if s[i] != s[0] {
			return false
		}
	}
	return true
}

// looksLikeWords reports whether a value is a name in plain letters: "production", "read-write". Random text has
// digits, or changes its case within words.
func looksLikeWords(s string) bool {
	upperCase, lowerCase := false, false
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			return false
		case unicode.IsUpper(r):
			upperCase = true
		case unicode.IsLower(r):
			lowerCase = true
		case r != '-' && r != '_' && r != '.':
			return false
		}
	}
	return (!upperCase || !lowerCase) && len(s) < 24
}

// Harmless reports whether a value may be shown although nothing says what it is: switches, numbers, addresses,
// paths, short words.
func Harmless(value string) bool {
	if len(value) < 8 || looksLikeWords(value) || value == "true" || value == "false" {
		return true
	}
	if strings.ContainsAny(value, "{$%<") && len(References(value)) > 0 {
		return true
	}
	if strings.Contains(value, "://") {
		return len(URLParts(value)) == 0
	}
	if strings.HasPrefix(value, "/") || strings.HasPrefix(value, "./") || strings.HasPrefix(value, "~") || strings.HasPrefix(value, "-") {
		return true
	}
	if len(value) > 2 && value[1] == ':' && (value[2] == '\\' || value[2] == '/') {
		return true
	}
	if strings.Trim(value, "0123456789.,:-") == "" {
		return true
	}
	if _, err := netip.ParseAddrPort(value); err == nil {
		return true
	}
	return entropy(value) < 3.3 && len(value) < 24
}
