package git

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// hostile makes a repository whose hooks, attributes and configuration name a program wherever git takes one, and
// returns a function that lists which of them ran since it was last called.
func hostile(t *testing.T) (r *Repository, dir string, ran func() string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the program is a shell script")
	}
	r, dir = repository(t, map[string]string{"a.json": "one\n", "b.json": strings.Repeat("a line\n", 50), ".gitattributes": "* filter=evil diff=evil merge=evil\n"})
	marks := t.TempDir()
	program := func(name string) string {
		script := filepath.Join(dir, ".git", "evil-"+name)
		write(t, script, fmt.Sprintf("#!/bin/sh\n: >'%s'\nexit 1\n", filepath.Join(marks, name)))
		return script
	}
	for _, hook := range []string{"post-index-change", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman", "post-checkout"} {
		write(t, filepath.Join(dir, ".git", "hooks", hook), fmt.Sprintf("#!/bin/sh\n: >'%s'\n", filepath.Join(marks, "hook-"+hook)))
	}
	for _, key := range []string{
		"core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "core.gitProxy", "core.alternateRefsCommand",
		"pager.cat-file", "pager.diff-index", "pager.rev-parse", "pager.merge-base", "diff.external", "diff.evil.command", "diff.evil.textconv",
		"filter.evil.clean", "filter.evil.smudge", "merge.evil.driver", "gpg.program", "gpg.ssh.program",
		"credential.helper", "remote.origin.uploadpack", "uploadpack.packObjectsHook",
	} {
		gitIn(t, dir, "config", key, program(key))
	}
	for _, command := range []string{"cat-file", "diff-index", "rev-parse", "merge-base"} {
		gitIn(t, dir, "config", "alias."+command, "!"+program("alias-"+command))
	}
	// A partial clone fetches what it lacks, by a transport that is a program.
	gitIn(t, dir, "config", "extensions.partialClone", "origin")
	gitIn(t, dir, "config", "remote.origin.promisor", "true")
	gitIn(t, dir, "config", "remote.origin.url", "ext::"+program("transport"))
	gitIn(t, dir, "config", "protocol.ext.allow", "always")
	gitIn(t, dir, "config", "core.repositoryFormatVersion", "1")
	ran = func() string {
		entries, err := os.ReadDir(marks)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, e := range entries {
			names = append(names, e.Name())
			if err := os.Remove(filepath.Join(marks, e.Name())); err != nil {
				t.Fatal(err)
			}
		}
		return strings.Join(names, " ")
	}
	ran() // what making it has started
	return r, dir, ran
}

const missing = "1111111111111111111111111111111111111111"

func TestNoProgramThatARepositoryNamesIsRun(t *testing.T) {
	r, dir, ran := hostile(t)
	ctx := context.Background()
	write(t, filepath.Join(dir, "a.json"), "two\n")

	// The control: at a prompt they run.
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"status"}, "core.fsmonitor"},
		{[]string{"log", "-p", "--ext-diff", "-1", "--pretty=%H"}, "diff.evil.command"},
		{[]string{"hash-object", "--path=a.json", "a.json"}, "filter.evil"},
		{[]string{"cat-file", "-p", missing}, "transport"},
	} {
		_, _ = plainGit(dir, c.args...)
		if got := ran(); !strings.Contains(got, c.want) {
			t.Errorf("git %v ran %q: the repository is not as hostile as it should be", c.args, got)
		}
	}

	if _, err := r.Changes(ctx, "HEAD"); err != nil {
		t.Error(err)
	}
	if _, err := r.Base(ctx, "HEAD"); err != nil {
		t.Error(err)
	}
	if _, err := r.Base(ctx, "gone"); err == nil {
		t.Error("a revision that is not there has a base")
	}
	o := r.Objects(ctx)
	if data, _, err := o.Read("HEAD:a.json", 100); err != nil || string(data) != "one\n" {
		t.Errorf("%q %v", data, err)
	}
	if data, _, err := o.Read(missing, 100); err == nil {
		t.Errorf("an object that is nowhere is %q", data)
	}
	if data, _, err := o.Read("HEAD:b.json", 1000); err != nil || len(data) != 350 {
		t.Errorf("after one that is missing: %q %v", data, err)
	}
	o.Close()
	if got := ran(); got != "" {
		t.Errorf("ran %s", got)
	}
}
