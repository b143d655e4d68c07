// Package exposure answers how far an address reaches: this machine, its containers, a private network, or
// anywhere. It knows addresses and names alone; what a firewall, a proxy or a declaration makes of them is the
// business of whoever joins facts. OfTarget("127.1") is loopback, OfTarget("127.evil.example") is public.
package exposure

import (
	"net/netip"
	"net/url"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// OfTarget returns how far away the host of a URL is. The host has no port; an IPv6 address may have its
// brackets. A host that holds a reference, and the empty host, are unknown.
func OfTarget(host string) facts.Exposure {
	name, known := canonical(host)
	if !known || name == "" {
		return facts.ExposureUnknown
	}
	if address, ok := parseAddress(name); ok {
		if address.IsUnspecified() {
			return facts.Loopback // connecting to 0.0.0.0 or [::] reaches this machine
		}
		return ofAddress(address)
	}
	return ofName(name)
}

// OfNames returns how far the widest of the host names is known that a server answers to. A wildcard reaches as far as what it
// stands before; a name that is not known says nothing.
func OfNames(names []facts.Stated[string]) facts.Exposure {
	widest := facts.ExposureUnknown
	for _, n := range names {
		if n.Known() {
			widest = max(widest, OfTarget(strings.TrimPrefix(strings.TrimPrefix(n.Value, "*"), ".")))
		}
	}
	return widest
}

// OfListener returns from how far a bind address can be reached. The address may carry a port, as in
// "127.0.0.1:8080" and ":8080". A wildcard is unknown: it depends on what stands in front.
func OfListener(address string) facts.Exposure {
	text := strings.TrimSpace(address)
	if strings.HasPrefix(text, "/") || strings.HasPrefix(text, "unix:") || strings.HasPrefix(text, `\\.\pipe\`) {
		return facts.Loopback
	}
	name, known := canonical(withoutPort(text))
	if !known || name == "" || name == "*" || name == "+" { // "+" is the wildcard of .NET and http.sys
		return facts.ExposureUnknown
	}
	if ip, ok := parseAddress(name); ok {
		if ip.IsUnspecified() {
			return facts.ExposureUnknown
		}
		return ofAddress(ip)
	}
	return ofName(name)
}

// canonical returns host in the form in which names are compared: lower case, ASCII where a wide form stands for
// it, without brackets and trailing dots. It reports false for a host that holds a reference or placeholder.
func canonical(host string) (string, bool) {
	host = strings.TrimSpace(host)
	if strings.ContainsAny(host, "${}<>") || strings.Contains(host, "*.") {
		return "", false
	}
	if strings.Contains(host, "%") && !strings.Contains(host, ":") { // fe80::1%eth0 is a zone, not an escape
		decoded, err := url.PathUnescape(host)
		if err != nil {
			return "", false // %HOST% of cmd.exe
		}
		host = decoded
	}
	host = strings.ToLower(strings.Map(narrow, host))
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.TrimRight(host, "."), true
}

// narrow maps the characters that UTS #46 turns into ASCII before a host is compared: the full-width forms and
// the ideographic full stops.
func narrow(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '。' || r == '｡':
		return '.'
	}
	return r
}

// withoutPort cuts ":8080" off a bind address. An IPv6 address without brackets has no port.
func withoutPort(address string) string {
	i := strings.LastIndexByte(address, ':')
	if i < 0 {
		return address
	}
	host := address[:i]
	if strings.Contains(host, ":") && !strings.HasSuffix(host, "]") {
		return address
	}
	return host
}

// containerNames are the names by which containers of this machine reach it and each other (docs.docker.com
// "networking features of Docker Desktop", containers/common libnetwork/etchosts).
var containerNames = map[string]bool{
	"host.docker.internal":     true,
	"gateway.docker.internal":  true,
	"host.containers.internal": true,
}

// containerSuffixes end the names of Kubernetes services.
var containerSuffixes = []string{".svc", ".svc.cluster.local"}

// privateSuffixes end names that no public resolver answers. Names below ts.net answer only inside of a tailnet,
// until a funnel is opened.
var privateSuffixes = []string{
	".local", ".lan", ".internal", ".home.arpa", ".corp", ".intranet", ".ts.net",
}

func ofName(name string) facts.Exposure {
	switch {
	case name == "localhost" || strings.HasSuffix(name, ".localhost"): // RFC 6761 §6.3
		return facts.Loopback
	case containerNames[name] || endsIn(name, containerSuffixes) || !strings.Contains(name, "."):
		return facts.LocalContainer
	case endsIn(name, privateSuffixes):
		return facts.Private
	}
	if address, ok := namedAddress(name); ok {
		return ofAddress(address)
	}
	return facts.Public
}

// addressNames are domains whose name servers answer with the IPv4 address that a name holds: mcp.127-0-0-1.sslip.io (sslip.io and
// nip.io say so on their front pages).
var addressNames = []string{".sslip.io", ".nip.io"}

// namedAddress returns the address that such a name holds at its end, parted by dots or by dashes.
func namedAddress(name string) (netip.Addr, bool) {
	for _, domain := range addressNames {
		rest, ok := strings.CutSuffix(name, domain)
		if !ok {
			continue
		}
		parts := strings.FieldsFunc(rest, func(c rune) bool { return c == '.' || c == '-' })
		if len(parts) < 4 {
			return netip.Addr{}, false
		}
		address, err := netip.ParseAddr(strings.Join(parts[len(parts)-4:], "."))
		return address, err == nil
	}
	return netip.Addr{}, false
}

func endsIn(name string, suffixes []string) bool {
	for _, suffix := range suffixes {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return false
}

// docker0 is the address of the machine on docker's default bridge.
var docker0 = netip.AddrFrom4([4]byte{172, 17, 0, 1})

// sharedSpace is RFC 6598, which tailscale uses too.
var sharedSpace = netip.PrefixFrom(netip.AddrFrom4([4]byte{100, 64, 0, 0}), 10)

func ofAddress(address netip.Addr) facts.Exposure {
	switch {
	case address.IsLoopback():
		return facts.Loopback
	case address == docker0:
		return facts.LocalContainer
	case address.IsPrivate(), address.IsLinkLocalUnicast(), sharedSpace.Contains(address):
		return facts.Private
	}
	return facts.Public
}
