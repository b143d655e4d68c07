//go:build linux

package bench

import (
	"embed"
	"fmt"
	"math/rand/v2"
	"path"
	"strings"
	"testing"
	"text/template"

	"github.com/pelletier/go-toml/v2/unstable"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/parsers/apache"
	"github.com/wirevet/wirevet/parsers/caddy"
	"github.com/wirevet/wirevet/parsers/haproxy"
	"github.com/wirevet/wirevet/parsers/nginx"
	"github.com/wirevet/wirevet/parsers/tree"
)

// sites has the configuration of one endpoint and a few other paths for each server, in 30 to 150 lines, as templates.
//
//go:embed testdata/sites
var sites embed.FS

// siteFormat is a format of the mix.
type siteFormat struct {
	name string
	// tokens does of the parser's work what is only tokenizing, by the code that the parser uses: the lexers of nginx, httpd, HAProxy
	// and Caddy, which say of each word where it stands and what it is without its quotes; the parser of go-toml, whose expressions are
	// what trees of TOML are made of. For JSON and YAML it is the tree itself: that is read from the text in one pass.
	tokens func(data []byte)
	files  []*template.Template
}

// siteFormats returns the formats of the mix.
func siteFormats(b *testing.B) []siteFormat {
	b.Helper()
	text := func(tokens func(string) int) func([]byte) { return func(data []byte) { tokens(string(data)) } }
	json := func(data []byte) { tree.Parse(data, tree.JSON) }
	yaml := func(data []byte) { tree.Parse(data, tree.YAML) }
	toml := func(data []byte) {
		p := unstable.Parser{KeepComments: true}
		for p.Reset(data); p.NextExpression(); {
		}
	}
	all := []siteFormat{
		{name: "nginx", tokens: text(nginx.Tokens)},
		{name: "apache", tokens: text(apache.Tokens)},
		{name: "haproxy", tokens: text(haproxy.Tokens)},
		{name: "caddyfile", tokens: text(caddy.Tokens)},
		{name: "caddy-json", tokens: json},
		{name: "traefik-yaml", tokens: yaml},
		{name: "traefik-toml", tokens: toml},
		{name: "envoy-yaml", tokens: yaml},
		{name: "envoy-json", tokens: json},
	}
	for i := range all {
		data, err := sites.ReadFile(path.Join("testdata/sites", all[i].name+".txtar"))
		if err != nil {
			b.Fatal(err)
		}
		for _, f := range txtar.Parse(data).Files {
			all[i].files = append(all[i].files, template.Must(template.New(f.Name).Parse(string(f.Data))))
		}
	}
	return all
}

// siteFile is one file of a site's configuration.
type siteFile struct {
	format     *siteFormat
	name, text string
}

// site returns the files of the n-th site, which serves some parts besides the endpoint, in a folder of its own.
func (f *siteFormat) site(b *testing.B, n, parts int) (out []siteFile) {
	b.Helper()
	values := struct {
		N     int
		Parts []string
	}{N: n}
	for p := range parts {
		values.Parts = append(values.Parts, fmt.Sprintf("part%d", p))
	}
	for _, t := range f.files {
		var text strings.Builder
		if err := t.Execute(&text, values); err != nil {
			b.Fatal(err)
		}
		out = append(out, siteFile{f, fmt.Sprintf("d%d/%s%d/%s", n/100, f.name, n, t.Name()), text.String()})
	}
	return out
}

// mixedSites returns n files of all formats, always the same ones.
func mixedSites(b *testing.B, n int) (files []siteFile) {
	b.Helper()
	formats := siteFormats(b)
	r := rand.New(rand.NewPCG(1, 2))
	for i := 0; len(files) < n; i++ {
		files = append(files, formats[r.IntN(len(formats))].site(b, i, 1+r.IntN(5))...)
	}
	return files[:n]
}
