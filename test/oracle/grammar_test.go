package oracle

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// grammar writes a configuration from a seed. What it writes is valid, but often redundant, contradictory or odd. A program's
// own grammar embeds it.
type grammar struct {
	r     *rand.Rand
	b     strings.Builder
	dir   string // where server.pem, server.key, ca.pem lie, and where logs go
	ports []int  // for listeners; the first one is always used
	more  []int  // further ones, for what speaks no HTTP
	hops  map[string]int
}

func (g *grammar) line(depth int, format string, args ...any) {
	fmt.Fprintf(&g.b, strings.Repeat("  ", depth)+format+"\n", args...)
}

// sometimes reports true once in n times.
func (g *grammar) sometimes(n int) bool { return g.r.IntN(n) == 0 }

func pick[T any](g *grammar, list ...T) T { return list[g.r.IntN(len(list))] }

// ciphers returns a list of OpenSSL's.
func (g *grammar) ciphers() string {
	return pick(g, "ALL", "HIGH:!aNULL:!MD5", "ECDHE+AESGCM", "ECDHE-RSA-AES128-GCM-SHA256:AES256-SHA", "HIGH:!kRSA", "AES128:!SHA1",
		"ECDHE:-AES256", "kRSA+AES", "CHACHA20:AES256-GCM-SHA384", "DEFAULT:!AES128", "AESGCM:+kRSA:!ECDSA")
}
