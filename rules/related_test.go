package rules_test

import (
	"slices"
	"strings"
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

func TestASecretShowsWhichWorkloadsAreHandedIt(t *testing.T) {
	workload := "apiVersion: v1\nkind: Pod\nmetadata: {name: mcp-tickets}\nspec:\n  containers:\n    - name: a\n      image: b\n"
	for name, given := range map[string]string{
		"one key":  "      env: [{name: T, valueFrom: {secretKeyRef: {name: tokens, key: GH}}}]\n",
		"all keys": "      envFrom: [{secretRef: {name: tokens}}]\n",
		"files":    "      volumeMounts: [{name: v, mountPath: /v}]\n  volumes: [{name: v, secret: {secretName: tokens}}]\n",
	} {
		files := []exampleFile{
			{name: "pod.yaml", text: workload + given},
			{name: "secret.yaml", text: "apiVersion: v1\nkind: Secret\nmetadata: {name: tokens, labels: {app: mcp}}\nstringData: {GH: \"@ghp@\"}\n"},
		}
		shown := 0
		for _, f := range check(t, []*rules.Rule{rules.SecretInImage}, files).Result.Findings {
			for _, related := range f.Related {
				if related.Span.Text() == "tokens" && related.Label == "handed to Pod mcp-tickets, container a" {
					shown++
				}
			}
		}
		if shown != 1 {
			t.Errorf("%s: shown %d times", name, shown)
		}
	}
}

func TestAProxyThatRefusesForeignHostsMakesHalfOfTheCheck(t *testing.T) {
	program := []exampleFile{
		{name: "go.mod", text: "module example.com/tickets\n\ngo 1.26\n\nrequire github.com/mark3labs/mcp-go v0.40.0\n"},
		{name: "main.go", text: `package main

import "github.com/mark3labs/mcp-go/server"

func main() {
	server.NewStreamableHTTPServer(server.NewMCPServer("tickets", "1.0.0")).Start(":8080")
}
`},
		{name: "Dockerfile", text: "FROM golang:1.26 AS build\nCOPY . /src\nWORKDIR /src\nRUN go build -o /server .\n" +
			"FROM scratch\nCOPY --from=build /server /server\nENTRYPOINT [\"/server\"]\n"},
		{name: "compose.yaml", text: "services:\n  tickets: {build: .}\n"},
	}
	const site = "    server { listen 443 ssl; server_name tools.example.com; location /mcp { proxy_pass http://tickets:8080; } }\n"
	for refusal, missing := range map[string]string{
		"": "Origin or Host",
		"    server { listen 443 ssl default_server; ssl_reject_handshake on; }\n": "Origin",
	} {
		files := slices.Concat(program, []exampleFile{{name: "nginx.conf", text: "events {}\nhttp {\n" + refusal + site + "}\n"}})
		found := check(t, []*rules.Rule{rules.OriginUnchecked}, files).Result.Findings
		if len(found) != 1 || !strings.HasSuffix(found[0].Message, "does not check "+missing) {
			t.Errorf("%q: %d findings; want one that says %q", refusal, len(found), missing)
		}
	}
}
