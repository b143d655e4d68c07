package rules_test

import (
	"testing"

	"github.com/wirevet/wirevet/rules"
)

func TestAHelperOfAnotherPackageIsShownWhereItIsUsed(t *testing.T) {
	files := []exampleFile{
		{name: "go.mod", text: "module example.com/tickets\n\ngo 1.26\n"},
		{name: "client/client.go", text: `package client

import (
	"crypto/tls"
	"net/http"
)

func Lax() *http.Client {
	return &http.Client{Transport: &http.Transport{TLSClientConfig: config()}}
}

func config() *tls.Config { return &tls.Config{InsecureSkipVerify: true} }
`},
		{name: "main.go", text: `package main

import (
	"example.com/tickets/client"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func main() {
	_ = &mcp.StreamableClientTransport{Endpoint: "https://tickets.example.com/mcp", HTTPClient: client.Lax()}
}
`},
	}
	for _, f := range check(t, []*rules.Rule{rules.TLSVerifyDisabled}, files).Result.Findings {
		for _, related := range f.Related {
			if related.Label == "used here" && related.Span.Source.Path == "main.go" && related.Span.Text() == "client.Lax" {
				return
			}
		}
	}
	t.Error("no finding shows where client.Lax is called")
}

func TestAFileOfVariablesShowsWhoTakesACredentialFromIt(t *testing.T) {
	files := []exampleFile{
		{name: "compose.yaml", text: "services:\n  mcp-gw: {image: a, environment: {GITHUB_TOKEN: \"${GH}\"}}\n"},
		{name: ".env", text: "GH=@ghp@\n", tracked: true},
	}
	for _, f := range check(t, []*rules.Rule{rules.SecretFileCommitted}, files).Result.Findings {
		for _, related := range f.Related {
			if related.Label == "compose service mcp-gw takes GH from it" && related.Span.Source.Path == "compose.yaml" && related.Span.Text() == `"${GH}"` {
				return
			}
		}
	}
	t.Error("no finding shows where the variable is used")
}
