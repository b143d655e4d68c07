// Package samplego makes Go modules of any size, for measuring. It is imported by tests alone.
package samplego

import (
	"fmt"
	"strings"
)

// Module returns the files of a module with about that many lines, shaped like a service: packages of a few files that import each
// other, one file in six about TLS, processes or MCP, one in three a test.
func Module(lines int) map[string]string {
	files := map[string]string{"go.mod": "module example.com/gen\n\ngo 1.26.0\n\nrequire github.com/modelcontextprotocol/go-sdk v1.8.0\n"}
	for n, written := 0, 0; written < lines; n++ {
		dir := fmt.Sprintf("internal/p%d", n/6)
		name := fmt.Sprintf("%s/f%d.go", dir, n%6)
		var text string
		switch n % 6 {
		case 4, 5:
			name = fmt.Sprintf("%s/f%d_test.go", dir, n%6)
			text = testFile(n)
		case 0:
			text = aboutMCP(n)
		default:
			text = plainFile(n)
		}
		files[name] = text
		written += strings.Count(text, "\n")
	}
	return files
}

func aboutMCP(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `// Package p%d talks to its server.
package p%[1]d

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"os/exec"

	"github.com/modelcontextprotocol/go-sdk/mcp"
`, n/6)
	if n >= 6 {
		fmt.Fprintf(&b, "\n\t\"example.com/gen/internal/p%d\"\n", n/6-1)
	}
	fmt.Fprintf(&b, `)

// Client returns a client.
func Client%d(insecure bool) *http.Client {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if insecure {
		config.InsecureSkipVerify = true
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: config}}
}

// Connect starts the server.
func Connect%[1]d(ctx context.Context, name string) (*mcp.ClientSession, error) {
	client := mcp.NewClient(&mcp.Implementation{Name: name, Version: "v1"}, nil)
	return client.Connect(ctx, &mcp.CommandTransport{Command: exec.Command(name, "--stdio")}, nil)
}
`, n)
	if n >= 6 {
		fmt.Fprintf(&b, "\nvar _ = p%d.New%d_1(\"x\")\n", n/6-1, n-5)
	}
	for i := range 20 {
		fmt.Fprintf(&b, `
// handle%d answers.
func handle%[1]d_%[2]d(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		http.Error(w, "only POST", http.StatusMethodNotAllowed)
		return
	}
	for key, values := range r.Header {
		fmt.Fprintf(w, "%%s: %%d values\n", key, len(values))
	}
	w.WriteHeader(http.StatusNoContent)
}
`, n, i)
	}
	return b.String()
}

func plainFile(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package p%d\n\nimport (\n\t\"fmt\"\n\t\"sort\"\n\t\"strings\"\n\t\"time\"\n)\n", n/6)
	for i := range 8 {
		fmt.Fprintf(&b, `
// Record%[1]d_%[2]d is one record of the store.
type Record%[1]d_%[2]d struct {
	Name    string            `+"`json:\"name\"`"+`
	Labels  map[string]string `+"`json:\"labels\"`"+`
	Created time.Time
	items   []int
}

// New%[1]d_%[2]d returns an empty record.
func New%[1]d_%[2]d(name string) *Record%[1]d_%[2]d {
	return &Record%[1]d_%[2]d{Name: strings.ToLower(name), Labels: map[string]string{}, Created: time.Now()}
}

// Sum adds the items up that are above a limit.
func (r *Record%[1]d_%[2]d) Sum(limit int) (total int, err error) {
	sort.Ints(r.items)
	for i, item := range r.items {
		switch {
		case item < 0:
			return 0, fmt.Errorf("item %%d of %%s is %%d", i, r.Name, item)
		case item > limit:
			total += item
		}
	}
	return total, nil
}
`, n, i)
	}
	return b.String()
}

func testFile(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package p%d\n\nimport (\n\t\"net/http/httptest\"\n\t\"testing\"\n)\n", n/6)
	for i := range 12 {
		fmt.Fprintf(&b, `
func TestSum%d_%d(t *testing.T) {
	server := httptest.NewServer(nil)
	defer server.Close()
	for _, c := range []struct{ limit, want int }{{0, 1}, {1, 2}, {2, 3}} {
		r := New%d_0("x")
		if got, err := r.Sum(c.limit); err != nil || got != c.want {
			t.Errorf("%%d: %%d, %%v", c.limit, got, err)
		}
	}
}
`, n, i, n/6*6+1)
	}
	return b.String()
}
