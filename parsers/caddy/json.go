package caddy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/parsers/tree"
)

// document is a configuration in JSON (caddyserver.com/docs/json): what a Caddyfile becomes, too.
type document struct {
	src     *facts.Source
	facts   *facts.Facts
	options *options
	logs    map[string]*accessLog // by the name of their logger
	loaded  []facts.CertificateRef
	tags    map[string]facts.CertificateRef
	depth   int
}

// parseJSON states what a configuration in JSON says.
func parseJSON(src *facts.Source, data []byte) *facts.Facts {
	d := &document{
		src: src, facts: &facts.Facts{Sources: []*facts.Source{src}}, options: &options{order: positions()},
		logs: map[string]*accessLog{}, tags: map[string]facts.CertificateRef{},
	}
	doc := tree.Parse(data, tree.JSON)
	for _, p := range doc.Problems {
		at := facts.Span{Source: src, Start: p.Start, End: p.End}
		d.facts.Problems = append(d.facts.Problems, &facts.Problem{Span: at, Kind: p.Kind, Message: p.Message})
	}
	for _, m := range credential.FindBytes(data) {
		src.Mask(m.Start, m.End, facts.Hint(string(data[m.Start:m.End])))
	}
	if len(doc.Roots) == 0 {
		return d.facts
	}
	root := doc.Roots[0]
	d.mask(root)
	d.readLogs(root.Get("logging").Get("logs"))
	d.readCertificates(root.Get("apps").Get("tls"))
	app := root.Get("apps").Get("http")
	d.options.httpPort, d.options.httpsPort = d.number(app.Get("http_port")), d.number(app.Get("https_port"))
	e := newEmitter(d.options)
	e.out = d.facts
	var servers []*server
	if list := app.Get("servers"); list != nil {
		for _, m := range list.Members {
			if !m.Shadowed {
				servers = append(servers, d.servers(m)...)
			}
		}
	}
	e.emit(servers)
	return d.facts
}

// mask hides passwords and the values of headers that carry credentials.
func (d *document) mask(n *tree.Node) {
	if n == nil {
		return
	}
	for _, m := range n.Members {
		if m.Value == nil {
			continue
		}
		if namesSecret(m.Key) || m.Key == "mac_key" {
			for _, v := range append([]*tree.Node{m.Value}, m.Value.Items...) {
				if v.Kind == tree.String {
					hide(d.word(v))
				}
			}
		}
		d.mask(m.Value)
	}
	for _, item := range n.Items {
		d.mask(item)
	}
}

func (d *document) span(n *tree.Node) facts.Span {
	if n == nil {
		return facts.Span{}
	}
	return n.Span(d.src)
}

// word returns a scalar as a word of a Caddyfile.
func (d *document) word(n *tree.Node) word {
	if n == nil {
		return word{}
	}
	w := word{text: n.Text, span: n.Span(d.src), quoted: true}
	if n.Templated {
		w.unknown = facts.UnrenderedTemplate
	}
	return w
}

func (d *document) words(n *tree.Node) []word {
	if n == nil {
		return nil
	}
	out := make([]word, 0, len(n.Items))
	for _, item := range n.Items {
		out = append(out, d.word(item))
	}
	return out
}

func (d *document) number(n *tree.Node) facts.Stated[string] {
	if n == nil {
		return facts.Stated[string]{}
	}
	return d.word(n).stated()
}

func isTrue(n *tree.Node) bool { return n != nil && n.Kind == tree.Bool && n.Text == "true" }

// readLogs reads the loggers: access logs go to those that include them, and to the default one.
func (d *document) readLogs(logs *tree.Node) {
	if logs == nil {
		return
	}
	for _, m := range logs.Members {
		l := &accessLog{span: m.KeySpan(d.src)}
		writer := m.Value.Get("writer")
		switch output := writer.Get("output"); d.word(output).text {
		case "":
		case "discard":
			l.off = d.span(output)
		case "file":
			l.sink = d.word(writer.Get("filename")).stated()
		default:
			l.sink = d.word(output).stated()
		}
		switch level := m.Value.Get("level"); d.word(level).text {
		case "WARN", "ERROR", "PANIC", "FATAL":
			l.off = d.span(level)
		}
		if format := d.word(m.Value.Get("encoder").Get("format")).text; format != "" && format != "json" && format != "console" {
			l.filtered = true
		}
		if m.Key == "default" {
			d.options.logSink, d.options.logOff = l.sink, l.off
		}
		for _, w := range d.words(m.Value.Get("include")) {
			d.logs[strings.TrimPrefix(w.text, "http.log.access.")] = l
		}
	}
}

// load takes a certificate that is loaded, and the tags by which policies select it.
func (d *document) load(ref facts.CertificateRef, n *tree.Node) {
	d.loaded = append(d.loaded, ref)
	for _, tag := range d.words(n.Get("tags")) {
		d.tags[tag.text] = ref
	}
}

// readCertificates reads which certificates are loaded: from files, from folders, from the configuration itself.
func (d *document) readCertificates(app *tree.Node) {
	if files := app.Get("certificates").Get("load_files"); files != nil {
		for _, f := range files.Items {
			file := d.word(f.Get("certificate"))
			ref := facts.CertificateRef{File: file.stated(), Key: d.word(f.Get("key")).stated(), Automatic: renewed(file.text)}
			d.load(ref, f)
		}
	}
	if values := app.Get("certificates").Get("load_pem"); values != nil {
		for _, v := range values.Items {
			d.load(d.inline(v), v)
		}
	}
	if folders := app.Get("certificates").Get("load_folders"); folders != nil {
		for _, w := range d.words(folders) {
			d.loaded = append(d.loaded, facts.CertificateRef{File: w.stated()})
		}
	}
}
