package envoy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/parsers/tree"
)

// secretFields are the fields whose texts are secret, however deep: sources of data, users with the hashes of their passwords.
var secretFields = [...]string{
	"private_key", "password", "pkcs12", "session_ticket_keys", "hmac_secret", "token_secret", "generic_secret", "users", "credentials", "secret",
}

// hide masks what a message holds of credentials. secret is true inside of a field that is one.
func hide(v node, secret bool) {
	if v.n == nil {
		return
	}
	// A header or a matcher of one has its name beside the value.
	name := v.get("key").text()
	if name == "" {
		name = v.get("name").text()
	}
	carries := strings.EqualFold(name, "authorization") || strings.EqualFold(name, "cookie") || credential.NamesSecret(name)
	for m := range v.members() {
		inside := secret || isSecret(m.key) || m.n.Kind == tree.String && credential.NamesSecret(m.key)
		switch m.key {
		case "value", "raw_value", "rawValue", "exact_match", "exactMatch":
			inside = inside || carries
		case "string_match", "stringMatch":
			inside = inside || carries
		case "name", "key", "filename", "path", "environment_variable", "@type", "header", "sds_config", "sdsConfig", "cookie_names":
			// a reference, and no secret; the key of an API is one
			inside = secret && m.key == "key"
		}
		if inside && m.n.Kind == tree.String {
			mask(m)
		}
		hide(m, inside)
	}
	if v.n.Kind != tree.Array {
		return
	}
	for item := range v.children() {
		if secret && item.n.Kind == tree.String {
			mask(item)
		}
		hide(item, secret)
	}
}

func isSecret(key string) bool {
	for _, f := range secretFields {
		if sameField(f, key) {
			return true
		}
	}
	return false
}

func mask(v node) {
	value := v.text()
	if i := strings.IndexByte(value, ' '); i > 0 && i < len("Negotiate ") {
		value = value[i+1:] // behind the scheme: Bearer, Basic
	}
	// A format of Envoy is a reference: %REQ(AUTHORIZATION)%.
	reference := strings.HasPrefix(value, "%") && strings.HasSuffix(value, "%") && len(value) > 1
	if value != "" && v.unknown() == facts.NoReason && !reference && !credential.Harmless(value) {
		at := v.span()
		v.src.Mask(at.Start, at.End, 0)
	}
}
