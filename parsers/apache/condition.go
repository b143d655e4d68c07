package apache

import (
	"strconv"
	"strings"
)

// condition answers <IfModule>, <IfDefine> and <IfVersion>, which httpd asks while it reads. known is false where the answer
// is not in the files.
func (t *tree) condition(d *statement) (holds, known bool) {
	name := d.arg(0)
	negated := strings.HasPrefix(name, "!")
	name = strings.TrimPrefix(name, "!")
	if name == "" || unknownText(name) != 0 {
		return false, false
	}
	switch d.name {
	case "<ifmodule":
		holds, known = t.loaded(moduleName(name))
	case "<ifdefine":
		_, holds = t.defines[name]
		known = holds // httpd -D may define what no file does
	case "<ifversion":
		negated = strings.HasPrefix(d.arg(0), "!")
		holds, known = versionHolds(d)
	}
	return holds != negated, known
}

// loaded reports whether a module is there. Of those that this package reads TLS and next hops of, it is taken for granted
// unless the files show all that is loaded: without them there is nothing to be judged.
func (t *tree) loaded(module string) (holds, known bool) {
	if t.modules[module] {
		return true, true
	}
	switch module {
	case "core", "so", "http_core", "log_config", "logio", "version", "unixd", "watchdog":
		return true, true // compiled in nearly everywhere
	}
	if t.main && t.lists && !t.open && !strings.HasPrefix(module, "mpm_") {
		return false, true
	}
	return true, module == "ssl" || module == "proxy" || module == "proxy_http" || module == "proxy_balancer"
}

// moduleName returns the name that mod_ssl.c and ssl_module have in common.
func moduleName(text string) string {
	text = strings.TrimSuffix(strings.TrimPrefix(strings.ToLower(text), "mod_"), ".c")
	return strings.TrimSuffix(text, "_module")
}

// belongs tells whose directives are without which module httpd refuses to start.
var belongs = map[string]string{
	"header": "headers", "requestheader": "headers", "rewriteengine": "rewrite", "rewriterule": "rewrite", "rewritecond": "rewrite",
	"sslengine": "ssl", "sslprotocol": "ssl", "sslproxyengine": "ssl", "sslcertificatefile": "ssl", "proxypass": "proxy",
	"redirect": "alias", "redirectmatch": "alias", "alias": "alias", "setenv": "env", "setenvif": "setenvif", "browsermatch": "setenvif",
	"authtype": "authn_core", "require": "authz_core", "authbasicprovider": "auth_basic", "authuserfile": "authn_file",
	"mdomain": "md", "<mdomain": "md", "use": "macro", "requestreadtimeout": "reqtimeout", "expiresactive": "expires",
}

// require notes the modules whose directives stand outside of any condition: without them httpd does not start.
func (t *tree) require(list []*statement, guard string) {
	for _, d := range list {
		if module := belongs[d.name]; module != "" && d.conditional == 0 && guard == "" {
			t.modules[module] = true
		}
		if !d.section {
			continue
		}
		inner := guard
		if strings.HasPrefix(d.name, "<if") && d.name != "<if" || d.name == "<macro" {
			inner = d.name
		}
		t.require(d.block, inner)
	}
}

// versionHolds answers <IfVersion operator version> for every 2.4, the one release that is maintained. 2.4.N with an N is
// known only where all have it alike.
func versionHolds(d *statement) (holds, known bool) {
	operator, version := "=", strings.TrimPrefix(d.arg(0), "!")
	if len(d.args) > 1 {
		operator, version = version, d.args[1].text
	}
	var want [3]int
	parts := strings.Split(version, ".")
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil || i > 2 {
			return false, false // a regular expression
		}
		want[i] = n
	}
	const newest = 1 << 20
	low, high := compare([3]int{2, 4, 0}, want), compare([3]int{2, 4, newest}, want)
	if len(parts) < 3 {
		// Without a third number the second decides (compare_version in modules/metadata/mod_version.c).
		low = compare([3]int{2, 4, 0}, [3]int{want[0], want[1], 0})
		high = low
	}
	answer := func(c int) bool {
		switch operator {
		case "=", "==":
			return c == 0
		case ">":
			return c > 0
		case ">=":
			return c >= 0
		case "<":
			return c < 0
		case "<=":
			return c <= 0
		}
		return false
	}
	if !strings.ContainsAny(operator, "=<>") {
		return false, false
	}
	return answer(low), answer(low) == answer(high)
}

func compare(a, b [3]int) int {
	for i := range a {
		if a[i] != b[i] {
			return a[i] - b[i]
		}
	}
	return 0
}
