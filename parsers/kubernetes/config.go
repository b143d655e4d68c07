package kubernetes

import (
	"encoding/base64"
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/pem"
	"github.com/wirevet/wirevet/parsers/tree"
)

// secret reads a Secret that stands in the tree with its values. Base64 hides nothing.
func (o *object) secret() {
	e := o.own()
	switch kind := o.plain(o.node, "type"); kind {
	case "kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token", "helm.sh/release.v1":
		if at(o.node, "data") == nil && at(o.node, "stringData") == nil {
			return
		}
	}
	for _, m := range members(o.node.Get("stringData")) {
		if o.isText(m) {
			o.literal(e, m, m.Value.Text)
			o.presents(m, pem.Inline)
		}
	}
	for _, m := range members(o.node.Get("data")) {
		if !o.isText(m) {
			continue
		}
		text := strings.Join(strings.Fields(m.Value.Text), "")
		if decoded, err := base64.StdEncoding.DecodeString(text); err == nil {
			o.literal(e, m, string(decoded))
			o.presents(m, pem.InlineBase64)
		}
	}
}

// presents states the certificate of a Secret, and those of its issuers. Its key is a credential like others.
func (o *object) presents(m tree.Member, read func(string, facts.Word) *facts.Facts) {
	if m.Key != "tls.crt" { // core/v1: TLSCertKey
		return
	}
	found := read(o.title(), m.Value.Word(o.src))
	found.PrivateKeys, found.Problems = nil, nil // what is put there by a template or a person later is often no more than a word
	for _, c := range found.Certificates {
		c.Object = o.config()
	}
	if len(found.Certificates) > 0 {
		o.out.Add(found)
	}
}

func (o *object) isText(m tree.Member) bool {
	return (m.Value.Kind == tree.String || m.Value.Kind == tree.Number) && !o.decides(m)
}

// literal states the value of a key of a Secret, unless it is a placeholder, encrypted, or no credential at all.
func (o *object) literal(e *facts.Entry, m tree.Member, value string) {
	v := credential.Classify(m.Key, value)
	kind, certain := "", false
	if len(v.Literals) > 0 {
		kind, certain = v.Literals[0].Kind, v.Literals[0].Kind != ""
	}
	switch {
	case strings.HasPrefix(value, "ENC[") || len(v.References) > 0 && len(v.Literals) == 0:
		return
	case certain:
	case strings.Contains(value, "PRIVATE KEY-----"):
		kind, certain = "a private key", true
	case strings.Contains(value, "BEGIN CERTIFICATE"):
		return
	case len(v.Literals) == 0 && !isSecretKey(m.Key), credential.IsPlaceholder(m.Key, strings.TrimSpace(value)):
		// In a Secret every key is one, but for those that say otherwise; a value that could be shown is masked all the same.
		o.hide(m, value)
		return
	}
	c := &facts.Credential{
		Entry: e, Name: m.Key, Carrier: facts.InField, Span: m.Value.Span(o.src), Literal: true, Kind: kind, Object: o.config(),
	}
	if !certain {
		c.Confidence = facts.Low
	}
	launch.Mask(m.Value.Word(o.src))
	o.out.Credentials = append(o.out.Credentials, c)
}

// config names the object.
func (o *object) config() facts.ConfigObject {
	return facts.ConfigObject{Kind: o.kind, Namespace: o.namespace, Name: o.name}
}

// isSecretKey reports whether a key of a Secret holds something that opens a door, by its name.
func isSecretKey(key string) bool {
	return credential.NamesSecret(key) || key == ".dockerconfigjson" || key == ".dockercfg" || key == "auth" || key == "ssh-privatekey"
}

func (o *object) hide(m tree.Member, value string) {
	if !credential.Harmless(value) {
		launch.Mask(m.Value.Word(o.src))
	}
}

// configMap reads a ConfigMap: credentials, which do not belong there, and files that other formats read.
func (o *object) configMap() {
	e := o.own()
	for _, m := range members(o.node.Get("data")) {
		if m.Value.Kind != tree.String {
			continue
		}
		word := o.word(m.Value)
		if strings.Contains(m.Value.Text, "\n") || path.Ext(m.Key) != "" {
			o.embedded = append(o.embedded, Embedded{Name: m.Key, Text: word, Entry: e})
			continue
		}
		if !o.decides(m) {
			before := len(o.out.Credentials)
			launch.Recognise(e, m.Key, word, facts.InField, "", o.out)
			for _, k := range o.out.Credentials[before:] {
				k.Object = o.config()
			}
			if !credential.Harmless(word.Text) && credential.NamesSecret(m.Key) {
				launch.Mask(word)
			}
		}
	}
}
