package traefik

import (
	"regexp"
	"strings"
)

// syntax is which matchers a rule may have: those of HTTP or of connections, of Traefik 3 or 2.
type syntax uint8

const (
	httpV3 syntax = 1 << iota
	httpV2
	tcpV3
	tcpV2
)

// kind is what a matcher is about.
type kind uint8

const (
	otherKind kind = iota
	hostKind
	hostPattern
	exactPath
	pathPrefix
	pathPattern
	addressKind
)

// signature is a matcher that Traefik has.
type signature struct {
	name        string
	syntax      syntax
	kind        kind
	least, most int  // how many texts it takes; most is 0 for any number
	any         bool // any one of the texts is enough
}

// signatures are the matchers of pkg/muxer/http and pkg/muxer/tcp in Traefik 3.7.13, where those of Traefik 2 are there as v2.
var signatures = []signature{
	{name: "Host", syntax: httpV3, kind: hostKind, least: 1, most: 1},
	{name: "HostRegexp", syntax: httpV3, kind: hostPattern, least: 1, most: 1},
	{name: "Path", syntax: httpV3, kind: exactPath, least: 1, most: 1},
	{name: "PathRegexp", syntax: httpV3, kind: pathPattern, least: 1, most: 1},
	{name: "PathPrefix", syntax: httpV3, kind: pathPrefix, least: 1, most: 1},
	{name: "ClientIP", syntax: httpV3 | tcpV3, kind: addressKind, least: 1, most: 1},
	{name: "Method", syntax: httpV3, least: 1, most: 1},
	{name: "Header", syntax: httpV3, least: 2, most: 2},
	{name: "HeaderRegexp", syntax: httpV3, least: 2, most: 2},
	{name: "Query", syntax: httpV3, least: 1, most: 2},
	{name: "QueryRegexp", syntax: httpV3, least: 1, most: 2},

	{name: "Host", syntax: httpV2, kind: hostKind, least: 1, any: true},
	{name: "HostHeader", syntax: httpV2, kind: hostKind, least: 1, any: true},
	{name: "HostRegexp", syntax: httpV2, kind: hostPattern, least: 1, any: true},
	{name: "Path", syntax: httpV2, kind: exactPath, least: 1, any: true},
	{name: "PathPrefix", syntax: httpV2, kind: pathPrefix, least: 1, any: true},
	{name: "ClientIP", syntax: httpV2 | tcpV2, kind: addressKind, least: 1},
	{name: "Method", syntax: httpV2, least: 1, any: true},
	{name: "Headers", syntax: httpV2, least: 2},
	{name: "HeadersRegexp", syntax: httpV2, least: 2},
	{name: "Query", syntax: httpV2, least: 1},

	{name: "HostSNI", syntax: tcpV3, kind: hostKind, least: 1, most: 1},
	{name: "HostSNIRegexp", syntax: tcpV3, kind: hostPattern, least: 1, most: 1},
	{name: "ALPN", syntax: tcpV3, least: 1, most: 1},
	{name: "HostSNI", syntax: tcpV2, kind: hostKind, least: 1, any: true},
	{name: "HostSNIRegexp", syntax: tcpV2, kind: hostPattern, least: 1, any: true},
	{name: "ALPN", syntax: tcpV2, least: 1, any: true},
}

func (s *signature) in(is syntax) bool { return s.syntax&is != 0 }

// isCalled reports whether a name is that of the matcher, which has four spellings (NewParser in pkg/rules).
func (s *signature) isCalled(name string) bool {
	if !strings.EqualFold(name, s.name) {
		return false
	}
	lower := strings.ToLower(s.name)
	return name == s.name || name == lower || name == strings.ToUpper(s.name) || name == strings.ToUpper(lower[:1])+lower[1:]
}

// refused says why Traefik does not take what a matcher is given, or "".
func (m *matcher) refused(s syntax) string {
	if len(m.args) < m.least || m.most > 0 && len(m.args) > m.most || m.least == 2 && len(m.args)%2 == 1 {
		return "this is not how many texts the matcher takes"
	}
	for i, a := range m.args {
		if a.Text == "" {
			return "a matcher takes no empty text"
		}
		if unknown(a) != 0 {
			continue
		}
		pattern := m.kind == hostPattern || m.kind == pathPattern || i == 1 && strings.HasSuffix(m.name, "Regexp")
		switch {
		case pattern && s&(httpV3|tcpV3) != 0:
			if _, err := regexp.Compile(a.Text); err != nil {
				return "this is no regular expression"
			}
		case (m.kind == exactPath || m.kind == pathPrefix) && a.Text[0] != '/':
			return "a path begins with /"
		case m.kind == addressKind:
			if _, ok := prefix(a.Text); !ok {
				return "this is neither an address nor a range of addresses"
			}
		}
	}
	return ""
}
