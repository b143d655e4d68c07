package gofacts

import (
	"go/ast"
	"go/constant"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// suiteNames are the suites that crypto/tls has for TLS 1.2 and before (Go 1.26, cipher_suites.go), by their numbers.
var suiteNames = map[int64]string{
	0x0005: "TLS_RSA_WITH_RC4_128_SHA",
	0x000a: "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
	0x002f: "TLS_RSA_WITH_AES_128_CBC_SHA",
	0x0035: "TLS_RSA_WITH_AES_256_CBC_SHA",
	0x003c: "TLS_RSA_WITH_AES_128_CBC_SHA256",
	0x009c: "TLS_RSA_WITH_AES_128_GCM_SHA256",
	0x009d: "TLS_RSA_WITH_AES_256_GCM_SHA384",
	0xc007: "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA",
	0xc009: "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
	0xc00a: "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
	0xc011: "TLS_ECDHE_RSA_WITH_RC4_128_SHA",
	0xc012: "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
	0xc013: "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
	0xc014: "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
	0xc023: "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
	0xc027: "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
	0xc02b: "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
	0xc02c: "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
	0xc02f: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
	0xc030: "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
	0xcca8: "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
	0xcca9: "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
}

// readSuites states the suites that a tls.Config lists. They count for TLS 1.2 and before only.
func (r *reader) readSuites(o *object, p *facts.TLSPolicy) {
	effects := r.effects(o.of("CipherSuites"))
	if len(effects) != 1 || p.Lowest.Known() && p.Lowest.Value == facts.TLS13 {
		return
	}
	lit := r.literalBehind(effects[0].value)
	if lit == nil {
		return
	}
	for _, element := range lit.Elts {
		v := r.value(element)
		if v.constant == nil {
			continue
		}
		n, _ := constant.Int64Val(constant.ToInt(v.constant))
		if name := suiteNames[n]; name != "" {
			p.Suites = append(p.Suites, facts.OfferedSuite{
				Suite: suiteOf(name), Span: r.span(element), State: facts.Explicit, Named: true,
			})
		}
	}
}

// literalBehind returns the literal that an expression denotes: itself, or what its variable is set to once.
func (r *reader) literalBehind(e ast.Expr) *ast.CompositeLit {
	switch e := ast.Unparen(e).(type) {
	case *ast.CompositeLit:
		return e
	case *ast.Ident:
		if sets := r.indexed().sets[r.info.ObjectOf(e)]; len(sets) == 1 && sets[0].value != nil {
			lit, _ := ast.Unparen(sets[0].value).(*ast.CompositeLit)
			return lit
		}
	}
	return nil
}

// suiteOf takes a suite's name apart: TLS_<key exchange>[_<signature>]_WITH_<cipher>_<bits>_<mode>_<hash>.
func suiteOf(name string) *facts.CipherSuite {
	s := &facts.CipherSuite{Name: name, KeyExchange: "RSA", Authenticates: "RSA", Lowest: facts.TLS12}
	exchange, cipher, _ := strings.Cut(strings.TrimPrefix(name, "TLS_"), "_WITH_")
	if rest, ok := strings.CutPrefix(exchange, "ECDHE_"); ok {
		s.KeyExchange, s.Authenticates = "ECDHE", rest
	}
	parts := strings.Split(cipher, "_")
	s.Cipher, s.MAC = parts[0], parts[len(parts)-1]
	switch {
	case strings.HasPrefix(cipher, "AES_128"), s.Cipher == "RC4":
		s.Bits = 128
	case s.Cipher == "3DES":
		s.Bits = 112 // of strength, with 168 bits of key (NIST SP 800-57 part 1, table 2)
	default:
		s.Bits = 256
	}
	switch {
	case s.Cipher == "RC4":
		s.Mode = "stream"
	case s.Cipher == "CHACHA20":
		s.Mode, s.MAC = "POLY1305", "AEAD"
	case strings.Contains(cipher, "_GCM_"):
		s.Mode, s.MAC = "GCM", "AEAD"
	default:
		s.Mode = "CBC"
	}
	if s.MAC == "SHA" {
		s.Lowest = facts.SSL3
		if s.KeyExchange == "ECDHE" {
			s.Lowest = facts.TLS10 // RFC 8422
		}
	}
	return s
}
