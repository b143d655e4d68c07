package exposure

import (
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
)

func TestTargets(t *testing.T) {
	byClass := map[facts.Exposure][]string{
		facts.Loopback: {
			"127.0.0.1", "127.1.2.3", "127.0.0.1.", "localhost", "LOCALHOST.", "LocalHost", "api.localhost",
			"::1", "[::1]", "::ffff:127.0.0.1", "[::ffff:127.0.0.1]", "[::FFFF:7f00:1]",
			"2130706433", "0x7f000001", "0x7F.1", "127.1", "0177.0.0.1", "017700000001", "127.0.1",
			"0.0.0.0", "0", "0x", "[::]", "::", " localhost ", "１２７.0.0.1", "127。0。0。1", "%31%32%37.0.0.1",
			"mcp.127-0-0-1.sslip.io", "127.0.0.1.nip.io", "app-127-0-0-1.NIP.io",
		},
		facts.LocalContainer: {
			"host.docker.internal", "HOST.docker.internal.", "host.containers.internal", "gateway.docker.internal",
			"172.17.0.1", "api.default.svc", "api.default.svc.cluster.local", "billing", "mcp_gw", "münchen",
		},
		facts.Private: {
			"10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1", "100.64.0.1", "100.127.255.255",
			"169.254.169.254", "fd00::1", "[fc00::1]", "fe80::1", "[fe80::1%25eth0]", "fe80::1%eth0", "[::ffff:10.0.0.1]",
			"printer.local", "nas.lan", "mcp.internal", "x.home.arpa", "mcp.corp", "wiki.intranet",
			"box.tail1234.ts.net", "0xa000001", "3232235777", "mcp.10-0-0-7.sslip.io", "192.168.1.9.nip.io",
		},
		facts.Public: {
			"localhost.evil.example", "127.evil.example", "127.0.0.1.evil.example", "example.com", "EXAMPLE.COM.",
			"mcp.example", "x.test", "8.8.8.8", "172.32.0.1", "100.128.0.1", "[2001:db8::1]", "134744072",
			"1.2.3.4.5", "256.256.256.256", "notlocalhost.com", "evil-localhost.dev", "mylocal.locale",
			"host.docker.internal.evil.example", "bücher.example", "xn--bcher-kva.example", "svc.example.com",
			"internal.example.com", "ts.net.example.com", "0x7g.example.net",
			"mcp.127-0-0-1.sslip.io.evil.example", "127-0-0-1.evilsslip.io", "sslip.io", "mcp.sslip.io", "mcp.203-0-113-7.sslip.io", "300.0.0.1.nip.io",
		},
		facts.ExposureUnknown: {
			"", " ", "${HOST}", "$HOST", "%HOST%", "{{ .Values.host }}", "<your-host>", "${SUB}.example.com",
			"{env:HOST}", "api.${DOMAIN}", "*.example.com",
		},
	}
	for want, hosts := range byClass {
		for _, host := range hosts {
			if got := OfTarget(host); got != want {
				t.Errorf("OfTarget(%q) is %s, want %s", host, got, want)
			}
		}
	}
}

func TestListeners(t *testing.T) {
	byClass := map[facts.Exposure][]string{
		facts.Loopback: {
			"127.0.0.1", "127.0.0.1:8080", "localhost", "localhost:3000", "::1", "[::1]", "[::1]:8080",
			"unix:/run/mcp.sock", "/run/mcp.sock", `\\.\pipe\mcp`, "::ffff:127.0.0.1",
		},
		facts.LocalContainer:  {"172.17.0.1", "172.17.0.1:80"},
		facts.Private:         {"192.168.1.10", "10.0.0.1:80", "[fd00::1]:80", "100.100.1.1"},
		facts.Public:          {"203.0.113.7", "203.0.113.7:443", "mcp.example.com"},
		facts.ExposureUnknown: {"", "0.0.0.0", "0.0.0.0:80", "::", "[::]", "[::]:80", "*", "*:80", ":8080", "0", "+", "${HOST}", "$HOST:80"},
	}
	for want, addresses := range byClass {
		for _, address := range addresses {
			if got := OfListener(address); got != want {
				t.Errorf("OfListener(%q) is %s, want %s", address, got, want)
			}
		}
	}
}

// A name below a registrable one is never nearer than public, whatever its first labels look like.
func FuzzTarget(f *testing.F) {
	for _, seed := range []string{"localhost", "127.0.0.1", "[::1]", "0x7f.1", "${X}", "%zz%", "１２７"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, host string) {
		OfTarget(host)
		OfListener(host)
		if strings.Contains(host, ":") { // what follows an IPv6 address may be its zone
			return
		}
		below := OfTarget(host + ".evil.example")
		if below != facts.Public && below != facts.ExposureUnknown {
			t.Errorf("%q below evil.example is %s", host, below)
		}
	})
}
