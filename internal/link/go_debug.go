package link

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/defaults"
)

// settleGoDefaults lets the programs decide what crypto/tls does where a configuration says nothing: the go line, the godebug
// lines and the `//go:debug` lines that count are those of the main package's module, whatever module the configuration is in.
func settleGoDefaults(s *facts.System) {
	if len(s.GoPackages) == 0 {
		return
	}
	debugged, builds := map[facts.Span]bool{}, goBuilds(s)
	settleGoFloors(s, builds)
	for _, main := range s.GoPackages {
		if main.Name == "main" && !main.Test {
			bringBackSuites(s, main, builds[main], debugged)
		}
	}
}

// settleGoFloors fills in the lowest version of servers that name none.
func settleGoFloors(s *facts.System, builds map[*facts.GoPackage][]goBuild) {
	open := map[*facts.Entry][]*facts.TLSPolicy{}
	for _, p := range s.TLS {
		if p.Role == facts.TLSServer && p.Lowest.State == facts.Default && p.Product == "" && p.Entry != nil && p.Entry.Host == nil {
			open[p.Entry] = append(open[p.Entry], p)
		}
	}
	if len(open) == 0 {
		return
	}
	byPath := packagesByPath(s)
	settled := map[*facts.TLSPolicy]bool{}
	for _, main := range s.GoPackages {
		if main.Name != "main" || main.Test || main.Module == nil {
			continue
		}
		program := withImports(main, byPath)
		for _, build := range builds[main] {
			version, why, byToolchain := goProgram(main, build).ServerFloor()
			for p := range program {
				for _, policy := range open[p.Entry] {
					floor := facts.ByDefault(protocols[version], policy.Lowest.Span, why)
					floor.Why.Effect = build.decides(why)
					if byToolchain {
						floor.Why.Reason = facts.OutsideRepository
					}
					if !settled[policy] || isWorse(floor, policy.Lowest) {
						policy.Lowest = floor
					}
					settled[policy] = true
				}
			}
		}
	}
}

// isWorse reports whether of two programs, or of two builds of one, the first has the floor that counts: the lower one, and of
// two that are as low the one that is certain.
func isWorse(a, b facts.Stated[facts.TLSVersion]) bool {
	return a.Value < b.Value || a.Value == b.Value && a.Why.Reason == facts.NoReason && b.Why.Reason != facts.NoReason
}

func goProgram(main *facts.GoPackage, build goBuild) defaults.GoProgram {
	out := defaults.GoProgram{Built: build.version.Value}
	add := func(list []facts.GoDebug) {
		for _, d := range list {
			out.Settings = append(out.Settings, defaults.GoSetting{Key: d.Key, Value: d.Value})
		}
	}
	if m := main.Module; m != nil {
		out.Line, out.Toolchain = strings.TrimPrefix(m.Go.Value, "go"), m.Toolchain.Value
		add(m.Debug)
	}
	add(main.Debug)
	add(build.debug) // which has the last word (go.dev/doc/godebug)
	return out
}

// oldSuites are the suites that a setting of the runtime brings back into the lists of crypto/tls (Go 1.26,
// crypto/tls/defaults.go).
var oldSuites = map[string]facts.CipherSuite{
	"tls3des": {
		Name: "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", KeyExchange: "ECDHE", Authenticates: "RSA", Cipher: "3DES", Mode: "CBC", Bits: 112, MAC: "SHA",
		Lowest: facts.TLS10,
	},
	"tlsrsakex": {
		Name: "TLS_RSA_WITH_AES_128_GCM_SHA256", KeyExchange: "RSA", Authenticates: "RSA", Cipher: "AES", Mode: "GCM", Bits: 128, MAC: "AEAD",
		Lowest: facts.TLS12,
	},
}

// bringBackSuites states the settings by which a program accepts suites that crypto/tls has left out. One line of a module is
// said once, whatever programs it has.
func bringBackSuites(s *facts.System, main *facts.GoPackage, builds []goBuild, said map[facts.Span]bool) {
	for _, build := range builds {
		program := goProgram(main, build)
		if program.Newest() {
			continue
		}
		var lines []facts.GoDebug
		if main.Module != nil {
			lines = append(lines, main.Module.Debug...)
		}
		lines = append(append(lines, main.Debug...), build.debug...)
		for _, line := range lines {
			suite, ok := oldSuites[line.Key]
			if !ok || line.Value != "1" || program.Written(line.Key) != "1" || said[line.Span] || main.Entry.Relevance == facts.Unrelated {
				continue
			}
			said[line.Span] = true
			until := "only when it is built with Go 1.26 or older"
			if defaults.IsGoVersion(program.Built) {
				until = ""
			}
			s.TLS = append(s.TLS, &facts.TLSPolicy{
				Entry: main.Entry, Span: line.Span, Setting: line.Key + "=1", Subject: main.Entry.Component, Role: facts.TLSEitherRole,
				Suites: []facts.OfferedSuite{{Suite: &suite, Span: line.Span, State: facts.Explicit, Named: true, Until: until}},
			})
		}
	}
}
