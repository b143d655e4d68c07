package openssl

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/wirevet/wirevet/facts"
)

func names(r Result) []string {
	var out []string
	for _, a := range r.Suites {
		out = append(out, a.Suite.Name)
	}
	return out
}

func TestWhatListsAccept(t *testing.T) {
	for _, c := range []struct{ list, has, lacks string }{
		{"HIGH:!aNULL:!MD5", "TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_DH_anon_WITH_AES_128_CBC_SHA"},
		{"ALL", "TLS_RSA_WITH_RC4_128_SHA", "TLS_RSA_WITH_NULL_SHA"},
		{"ALL:eNULL", "TLS_RSA_WITH_NULL_SHA", "TLS_AES_128_GCM_SHA256"},
		{"DEFAULT", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_EXPORT_WITH_RC4_40_MD5"},
		{"DEFAULT@SECLEVEL=3", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_RSA_WITH_AES_256_GCM_SHA384"},
		{"ALL:@SECLEVEL=2", "TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_RC4_128_SHA"},
		{"DEFAULT:RC4", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_RC4_128_SHA"}, // DEFAULT kills it for good
		{"AES128:-kRSA:AES128-SHA", "TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_128_GCM_SHA256"},
		{"AES128:!kRSA:AES128-SHA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA"},
		{"ECDHE+AESGCM", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"},
		{"AES128!kRSA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA"},
		{"EXPORT", "TLS_RSA_EXPORT_WITH_RC4_40_MD5", "TLS_RSA_WITH_RC4_128_SHA"},
		{"NONSENSE+AES:3DES", "TLS_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA"},
		{"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"},
		{"SUITEB192", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"},
		{"kECDH", "TLS_ECDH_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"},
	} {
		got := names(Expand(c.list))
		if !slices.Contains(got, c.has) {
			t.Errorf("%s lacks %s", c.list, c.has)
		}
		if slices.Contains(got, c.lacks) {
			t.Errorf("%s has %s", c.list, c.lacks)
		}
	}
	if r := Expand("PROFILE=SYSTEM"); !r.System || len(r.Suites) > 0 {
		t.Errorf("the distribution's own list: %v", r)
	}
}

func TestSuitesKnowWhatBringsThemIn(t *testing.T) {
	list := "ECDHE-RSA-AES128-GCM-SHA256:DEFAULT:kRSA+AES128:!SHA1"
	want := map[string]string{
		"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256": "ECDHE-RSA-AES128-GCM-SHA256 true",
		"TLS_RSA_WITH_AES_128_GCM_SHA256":       "kRSA+AES128 false",
	}
	for _, a := range Expand(list).Suites {
		if w := want[a.Suite.Name]; w != "" {
			if got := fmt.Sprint(list[a.From:a.To], " ", a.Named); got != w {
				t.Errorf("%s: %s", a.Suite.Name, got)
			}
			delete(want, a.Suite.Name)
		}
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
	removed := map[string]bool{}
	for _, a := range Expand("AES128-SHA:RC4-SHA:DES-CBC-SHA").Suites {
		removed[a.Suite.Name] = a.Removed
	}
	if removed["TLS_RSA_WITH_AES_128_CBC_SHA"] || !removed["TLS_RSA_WITH_RC4_128_SHA"] || !removed["TLS_RSA_WITH_DES_CBC_SHA"] {
		t.Errorf("what current builds have: %v", removed)
	}
}

func TestWhatTheLibraryRefuses(t *testing.T) {
	for list, at := range map[string]int{"AES:!": 5, "AES+": 4, "AES:@SECLEVEL=9": 5, "AES:@": 5, "/": 0} {
		if r := Expand(list); !r.Bad || r.BadAt != at {
			t.Errorf("%s: %v at %d", list, r.Bad, r.BadAt)
		}
	}
	if r := Expand("AES:nonsense"); r.Bad {
		t.Error("names that it does not know are passed over")
	}
}

func TestSuitesOfTLS13(t *testing.T) {
	got := Suites13("TLS_AES_256_GCM_SHA384:x:TLS_CHACHA20_POLY1305_SHA256")
	if len(got) != 2 || got[1].From != 25 || got[1].Suite.KeyExchange != "any" || got[1].Suite.Lowest != facts.TLS13 {
		t.Errorf("%v", got)
	}
}

var strings10k = flag.Int("strings", 400, "how many random cipher strings to compare with the installed openssl")

// openssl runs the installed program, which has to be there: the gate installs it.
func openssl(t *testing.T, args ...string) (string, bool) {
	t.Helper()
	out, err := exec.Command("openssl", args...).Output()
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip("openssl is not installed here")
	}
	return strings.TrimSpace(string(out)), err == nil
}

// TestTheTableIsTheInstalledOne compares the table with `openssl ciphers -V`, for the suites that this build has.
func TestTheTableIsTheInstalledOne(t *testing.T) {
	out, _ := openssl(t, "ciphers", "-v", "-stdname", "ALL:COMPLEMENTOFALL@SECLEVEL=0")
	lines := strings.Split(out, "\n")
	if len(lines) < 20 {
		t.Fatalf("only %d suites", len(lines))
	}
	kx := map[string]string{"ECDH": "ECDHE", "DH": "DHE", "RSAPSK": "RSA-PSK", "DHEPSK": "DHE-PSK", "ECDHEPSK": "ECDHE-PSK"}
	for _, line := range lines {
		// TLS_RSA_WITH_NULL_SHA - NULL-SHA SSLv3 Kx=RSA Au=RSA Enc=None Mac=SHA1
		f := strings.Fields(strings.Replace(line, " - ", " ", 1))
		i := slices.IndexFunc(suites[:], func(s suite) bool { return s.iana == f[0] })
		if i < 0 {
			t.Errorf("the table lacks %s", f[0])
			continue
		}
		d, s := described()[i], suites[i]
		field := func(n int) string { _, v, _ := strings.Cut(f[n], "="); return v }
		wantKx := field(3)
		if k, ok := kx[wantKx]; ok {
			wantKx = k
		}
		cipher, bits, _ := strings.Cut(field(5), "(")
		bits = strings.TrimSuffix(bits, ")")
		version := strings.NewReplacer("TLSv1.0", "TLS 1.0", "TLSv1.2", "TLS 1.2", "TLSv1.3", "TLS 1.3", "SSLv3", "SSL 3", "TLSv1", "TLS 1.0").Replace(f[2])
		// 3DES has keys of 168 bits and the strength of 112; CCM_8 and GOST are spelled otherwise, and their strength is not listed.
		if s.name != f[1] || d.KeyExchange != wantKx || d.Lowest.String() != version ||
			strings.ToUpper(strings.TrimSuffix(field(6), "1")) != d.MAC || s.auth == aNULL != (field(4) == "None") {
			t.Errorf("%s: %+v", line, d)
		}
		if family := strings.ToUpper(strings.TrimRight(cipher, "CGMcm8")); bits != "" && bits != fmt.Sprint(d.Bits) && family != "3DES" {
			t.Errorf("%s: %d bits", line, d.Bits)
		}
		if strings.HasPrefix(cipher, "AES") != (d.Cipher == "AES") || (cipher == "None") != (d.Cipher == "NULL") {
			t.Errorf("%s: %s", line, d.Cipher)
		}
	}
}

// TestRandomListsAreAsTheInstalledLibraryReadsThem compares sets, cut down to the suites that this build has. -strings=10000
// takes about a minute.
func TestRandomListsAreAsTheInstalledLibraryReadsThem(t *testing.T) {
	all, _ := openssl(t, "ciphers", "-tls1_2", "-psk", "-srp", "ALL:COMPLEMENTOFALL@SECLEVEL=0")
	have := map[string]bool{}
	for name := range strings.SplitSeq(all, ":") {
		have[name] = true
	}
	r := rand.New(rand.NewPCG(8, 1))
	lists := make(chan string, *strings10k)
	for range *strings10k {
		lists <- randomList(r)
	}
	close(lists)
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for list := range lists {
				compare(t, list, have)
			}
		})
	}
	group.Wait()
}

func compare(t *testing.T, list string, have map[string]bool) {
	// -s applies the security level; the levels of these lists are stated, so that the build's own does not count.
	out, ok := openssl(t, "ciphers", "-s", "-tls1_2", "-psk", "-srp", list)
	var want []string
	for name := range strings.SplitSeq(out, ":") {
		if have[name] {
			want = append(want, name)
		}
	}
	result := Expand(list)
	var got []string
	for _, a := range result.Suites {
		s := suites[slices.IndexFunc(suites[:], func(s suite) bool { return s.iana == a.Suite.Name })]
		if have[s.name] {
			got = append(got, s.name)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	switch {
	case !ok && result.Bad, !ok && len(got) == 0: // refused, or nothing left
	case result.Bad:
		t.Errorf("%s: the library takes it", list)
	case !slices.Equal(got, want):
		t.Errorf("%s:\n got %v\nwant %v", list, got, want)
	}
}

// randomList makes a list of names, aliases, signs, commands and mistakes.
func randomList(r *rand.Rand) string {
	var words []string
	for name := range aliases {
		words = append(words, name)
	}
	slices.Sort(words)
	removed := []string{"kDHr", "kDHd", "kDH", "kECDHr", "kECDHe", "kECDH", "aDH", "aECDH", "EXP", "EXPORT", "EXPORT40", "DES", "RC2"}
	words = slices.DeleteFunc(words, func(w string) bool { return slices.Contains(removed, w) })
	for i := range suites {
		words = append(words, suites[i].name)
	}
	words = append(words, "nonsense", "AES-nonsense", "EXPORT")
	var b strings.Builder
	if r.IntN(4) == 0 {
		b.WriteString("DEFAULT")
	}
	b.WriteByte(':') // or the program takes a minus for an option
	for range 1 + r.IntN(7) {
		switch r.IntN(20) {
		case 0:
			b.WriteString("@STRENGTH")
		case 1:
			if r.IntN(6) == 0 {
				b.WriteString([]string{"!", "+", "@", "@SECLEVEL=7", "A/B", "AES+"}[r.IntN(6)])
			}
		default:
			b.WriteString([]string{"", "", "", "", "-", "!", "+"}[r.IntN(7)])
			for n := r.IntN(3); n >= 0; n-- {
				b.WriteString(words[r.IntN(len(words))])
				if n > 0 {
					b.WriteByte('+')
				}
			}
		}
		b.WriteString([]string{":", ":", ":", " ", ",", ";", "::"}[r.IntN(7)])
	}
	fmt.Fprintf(&b, "@SECLEVEL=%d", r.IntN(6))
	return b.String()
}

// Lists on which the installed library was once read differently.
func TestRegressions(t *testing.T) {
	all, _ := openssl(t, "ciphers", "-tls1_2", "-psk", "-srp", "ALL:COMPLEMENTOFALL@SECLEVEL=0")
	have := map[string]bool{}
	for name := range strings.SplitSeq(all, ":") {
		have[name] = true
	}
	for _, list := range []string{
		":NULL:@SECLEVEL=0",
		":COMPLEMENTOFDEFAULT+PSK-AES256-CBC-SHA384:@SECLEVEL=1",
		":COMPLEMENTOFDEFAULT+ECDHE-ECDSA-AES128-GCM-SHA256+ECDHE:@SECLEVEL=2",
	} {
		compare(t, list, have)
	}
}
