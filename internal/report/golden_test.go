package report

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files and the schema")

// compare holds got against a golden file.
func compare(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs:\n%s", file, firstDifference(string(want), string(got)))
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return "want " + w[i] + "\ngot  " + g[i]
		}
	}
	return "one is longer than the other"
}

// write returns what a writer writes, and fails when a second run differs.
func write(t testing.TB, r *Result, writer func(io.Writer, *Result) error) []byte {
	t.Helper()
	var once, twice bytes.Buffer
	for _, b := range []*bytes.Buffer{&once, &twice} {
		if err := writer(b, r); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(once.Bytes(), twice.Bytes()) {
		t.Error("two runs over the same result differ")
	}
	return once.Bytes()
}

func text(o TextOptions) func(io.Writer, *Result) error {
	return func(w io.Writer, r *Result) error { return Text(w, r, o) }
}

func TestTextIsAsInTheGoldenFiles(t *testing.T) {
	for name, r := range samples(t) {
		compare(t, "testdata/"+name+".txt", write(t, r, text(TextOptions{})))
	}
	compare(t, "testdata/model-color.txt", write(t, modelSample(t), text(TextOptions{Color: true})))
	compare(t, "testdata/problems-quiet.txt", write(t, problemsSample(t), text(TextOptions{Quiet: true})))
}

func TestJSONIsAsInTheGoldenFiles(t *testing.T) {
	for name, r := range samples(t) {
		compare(t, "testdata/"+name+".json", write(t, r, JSON))
	}
}

func TestFormatsOfServicesAreAsInTheGoldenFiles(t *testing.T) {
	for name, r := range samples(t) {
		compare(t, "testdata/"+name+".github", write(t, r, below(GitHub, "")))
		compare(t, "testdata/"+name+".gitlab.json", write(t, r, below(GitLab, "")))
		compare(t, "testdata/"+name+".junit.xml", write(t, r, JUnit))
		compare(t, "testdata/"+name+".summary.md", write(t, r, GitHubSummary))
	}
}

func below(f func(io.Writer, *Result, string) error, folder string) func(io.Writer, *Result) error {
	return func(w io.Writer, r *Result) error { return f(w, r, folder) }
}
