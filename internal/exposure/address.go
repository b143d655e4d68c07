package exposure

import (
	"net/netip"
	"strconv"
	"strings"
)

// parseAddress returns the IP address that a canonical host is. IPv4 addresses are read as the URL standard does
// (url.spec.whatwg.org, "IPv4 parser"), which is how browsers and Node see 2130706433, 0x7f.1 and 0177.0.0.1.
func parseAddress(host string) (netip.Addr, bool) {
	if strings.Contains(host, ":") {
		address, err := netip.ParseAddr(host)
		if err != nil {
			return netip.Addr{}, false
		}
		return address.WithZone("").Unmap(), true
	}
	return parseIPv4(host)
}

// parseIPv4 reads one to four numbers, of which the last fills all bytes that are left: 127.1 is 127.0.0.1.
func parseIPv4(host string) (netip.Addr, bool) {
	if host == "" || host[0] < '0' || host[0] > '9' {
		return netip.Addr{}, false // as nearly every name
	}
	parts := strings.Split(host, ".")
	if len(parts) > 4 {
		return netip.Addr{}, false
	}
	var value uint64
	for i, part := range parts {
		n, ok := parseNumber(part)
		if !ok {
			return netip.Addr{}, false
		}
		if i < len(parts)-1 {
			if n > 255 {
				return netip.Addr{}, false
			}
			value |= n << (8 * (3 - i))
			continue
		}
		if n >= 1<<(8*(5-len(parts))) {
			return netip.Addr{}, false
		}
		value |= n
	}
	return netip.AddrFrom4([4]byte{byte(value >> 24), byte(value >> 16), byte(value >> 8), byte(value)}), true
}

// parseNumber reads a number of an IPv4 address: decimal, octal behind 0, hexadecimal behind 0x. "0x" alone is 0.
func parseNumber(text string) (uint64, bool) {
	base := 10
	switch {
	case text == "":
		return 0, false
	case strings.HasPrefix(text, "0x"):
		text, base = text[2:], 16
	case len(text) > 1 && text[0] == '0':
		text, base = text[1:], 8
	}
	if text == "" {
		return 0, true
	}
	if strings.ContainsAny(text, "+-_") {
		return 0, false
	}
	n, err := strconv.ParseUint(text, base, 64)
	return n, err == nil
}
