package directive

import (
	"regexp"
	"strings"
	"sync"
)

// generated is the first line of what Mozilla's generator writes (ssl-config.mozilla.org): the one comment that states the
// version of a server by agreement.
var generated = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`Mozilla Guideline v[\d.]+, (\w+) (\d+\.\d+(?:\.\d+)?)`)
})

// Version returns where a comment states the version of a product: "nginx", "Apache", "HAProxy", as the generator spells it.
func Version(product, comment string) (start, end int, ok bool) {
	const longest = 300 // bytes of that line
	if len(comment) >= longest || !strings.Contains(comment, "Mozilla Guideline") {
		return 0, 0, false
	}
	m := generated().FindStringSubmatchIndex(comment)
	if m == nil || comment[m[2]:m[3]] != product {
		return 0, 0, false
	}
	return m[4], m[5], true
}
