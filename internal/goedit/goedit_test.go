package goedit_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goedit"
)

const head = "package a\n\nimport (\n\t\"crypto/tls\"\n\t\"net/http\"\n\t\"time\"\n)\n\n"

func spanOf(t *testing.T, src *facts.Source, text, part string) facts.Span {
	t.Helper()
	if strings.Count(text, part) != 1 {
		t.Fatalf("%q is not there once", part)
	}
	i := strings.Index(text, part)
	return facts.Span{Source: src, Start: i, End: i + len(part)}
}

func TestEdits(t *testing.T) {
	remove := func(s facts.Span) facts.Change { return facts.Remove{What: s} }
	floor := func(state facts.State) func(facts.Span) facts.Change {
		return func(s facts.Span) facts.Change {
			p := &facts.TLSPolicy{Lowest: facts.Stated[facts.TLSVersion]{Value: facts.TLS10, Span: s, State: state}}
			return facts.RequireFloor{Policy: p, Floor: facts.TLS12}
		}
	}
	timeout := func(s facts.Span) facts.Change {
		return facts.BoundHeaderTime{Listener: &facts.Listener{HeaderTimeout: facts.ByDefault(false, s, "")}}
	}
	for _, c := range []struct {
		name, text, at string
		change         func(facts.Span) facts.Change
		want           string // empty: no edit
	}{
		{"the only field", "var c = &tls.Config{InsecureSkipVerify: true}\n", "InsecureSkipVerify: true", remove, "var c = &tls.Config{}\n"},
		{"the first", "var c = &tls.Config{InsecureSkipVerify: true, ServerName: \"x\"}\n", "InsecureSkipVerify: true", remove, "var c = &tls.Config{ServerName: \"x\"}\n"},
		{"the last", "var c = &tls.Config{ServerName: \"x\", InsecureSkipVerify: true}\n", "InsecureSkipVerify: true", remove, "var c = &tls.Config{ServerName: \"x\"}\n"},
		{
			"aligned with others", "var c = &tls.Config{\n\tServerName:         \"x\",\n\tInsecureSkipVerify: true,\n\tRootCAs:            nil,\n}\n",
			"InsecureSkipVerify: true", remove, "var c = &tls.Config{\n\tServerName: \"x\",\n\tRootCAs:    nil,\n}\n",
		},
		{"a variable, which might be used nowhere else", "var c = &tls.Config{InsecureSkipVerify: skip}\n", "InsecureSkipVerify: skip", remove, ""},
		{"with a comment", "var c = &tls.Config{\n\tInsecureSkipVerify: true, // why\n\tServerName:         \"x\",\n}\n", "InsecureSkipVerify: true", remove, ""},
		{"a version", "var c = &tls.Config{MinVersion: tls.VersionTLS10}\n", "MinVersion: tls.VersionTLS10", floor(facts.Explicit), "var c = &tls.Config{MinVersion: tls.VersionTLS12}\n"},
		{"a number", "var c = &tls.Config{MinVersion: 0x0301}\n", "MinVersion: 0x0301", floor(facts.Explicit), "var c = &tls.Config{MinVersion: 0x0303}\n"},
		{"a variable", "var c = &tls.Config{MinVersion: lowest}\n", "MinVersion: lowest", floor(facts.Explicit), ""},
		{"no version yet", "var c = &tls.Config{ServerName: \"x\"}\n", "tls.Config", floor(facts.Default), "var c = &tls.Config{MinVersion: tls.VersionTLS12, ServerName: \"x\"}\n"},
		{
			"a timeout", "var s = &http.Server{\n\tAddr: \":1\",\n}\n", "http.Server", timeout,
			"var s = &http.Server{\n\tReadHeaderTimeout: 10 * time.Second,\n\tAddr:              \":1\",\n}\n",
		},
		{"a file that does not parse", "var c = &tls.Config{InsecureSkipVerify: true\n", "InsecureSkipVerify: true", remove, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := head + c.text
			src := facts.NewSource("a.go", []byte(text))
			edits := goedit.Edit(src, []byte(text), []facts.Change{c.change(spanOf(t, src, text, c.at))})[0]
			if c.want == "" {
				if edits != nil {
					t.Errorf("%q", edits[0].Text)
				}
				return
			}
			if len(edits) != 1 {
				t.Fatalf("%d edits", len(edits))
			}
			var b bytes.Buffer
			b.WriteString(text[:edits[0].Span.Start] + edits[0].Text + text[edits[0].Span.End:])
			if got := strings.TrimPrefix(b.String(), head); got != c.want {
				t.Errorf("%s", got)
			}
		})
	}
}
