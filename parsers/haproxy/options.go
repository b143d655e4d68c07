package haproxy

import "slices"

// option is one setting of a bind, server or default-server line, with its value if it has one.
type option struct {
	line  *line
	name  word
	value word // without text and place when it has none
}

// options reads the settings among words.
func options(l *line, words []word) []option {
	out := make([]option, 0, len(words))
	for i := 0; i < len(words); i++ {
		o := option{line: l, name: words[i]}
		if hasValue(o.name.text) {
			if i++; i == len(words) {
				break // nothing behind it: HAProxy refuses that
			}
			o.value = words[i]
		}
		out = append(out, o)
	}
	return out
}

// optionSet holds settings of which there is one each, by their names.
type optionSet []namedOption

type namedOption struct {
	name string
	option
}

func (s optionSet) index(name string) int {
	return slices.IndexFunc(s, func(o namedOption) bool { return o.name == name })
}

func (s optionSet) get(name string) (option, bool) {
	if i := s.index(name); i >= 0 {
		return s[i].option, true
	}
	return option{}, false
}

func (s *optionSet) put(name string, o option) {
	if i := s.index(name); i >= 0 {
		(*s)[i].option = o
		return
	}
	*s = append(*s, namedOption{name, o})
}

func (s *optionSet) remove(name string) {
	*s = slices.DeleteFunc(*s, func(o namedOption) bool { return o.name == name })
}

// over returns the settings with those of an outer place that they do not have.
func (s optionSet) over(outer optionSet) optionSet {
	out := append(make(optionSet, 0, len(s)+len(outer)), s...)
	for _, o := range outer {
		if s.index(o.name) < 0 {
			out = append(out, o)
		}
	}
	return out
}

// hasValue reports whether a setting is followed by a value, in lines of any kind (configuration.txt 3.5 §5.1, §5.2, §12.7.1).
// Any other stands alone.
func hasValue(name string) bool {
	switch name {
	case "accept-netscaler-cip", "acme", "addr", "agent-addr", "agent-inter", "agent-port", "agent-send", "alias", "alpn",
		"backlog", "ca-file", "ca-ignore-err", "ca-sign-file", "ca-sign-pass", "ca-verify-file", "cc", "check-alpn",
		"check-pool-conn-name", "check-proto", "check-sni", "ciphers", "ciphersuites", "client-sigalgs", "cookie", "crl-file",
		"crt", "crt-ignore-err", "crt-list", "curves", "default-crt", "domains", "downinter", "ecdhe", "ech", "error-limit",
		"expose-fd", "fall", "fastinter", "from", "gid", "group", "guid", "guid-prefix", "hash-key", "id", "idle-ping",
		"init-addr", "init-state", "inter", "interface", "issuer", "key", "ktls", "label", "level", "log-bufsize", "log-proto",
		"max-reuse", "maxconn", "maxqueue", "minconn", "mode", "mss", "name", "namespace", "nbconn", "nice", "npn", "observe",
		"ocsp", "ocsp-update", "on-error", "on-marked-down", "on-marked-up", "pool-conn-name", "pool-low-conn", "pool-max-conn",
		"pool-purge-delay", "port", "process", "proto", "quic-cc-algo", "quic-socket", "redir", "resolve-net", "resolve-opts",
		"resolve-prefer", "resolvers", "rise", "sctl", "severity-output", "shard", "shards", "sigalgs", "slowstart", "sni",
		"socks4", "source", "ssl-max-ver", "ssl-min-ver", "tcp-md5sig", "tcp-ss", "tcp-ut", "thread", "tls-ticket-keys", "track",
		"uid", "user", "usesrc", "verify", "verifyhost", "weight", "ws":
		return true
	}
	return false
}
