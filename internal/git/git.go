// Package git asks the git program what a repository holds: objects, and what changed. It is the only package that
// starts a program, and git is the only program that it starts.
//
// A repository is hostile input, and git runs programs that a repository's configuration and attributes name: hooks,
// monitors, pagers, filters, converters for diffs, transports. So only commands are used that read objects and the
// index and never the work tree, and what they could still start is switched off.
package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// ErrNotInstalled is what happens where there is no git.
var ErrNotInstalled = errors.New("the git program is not installed, or not in PATH")

// Repository is a repository that git is asked about.
type Repository struct {
	program string
	root    string // of the work tree, absolute
}

// Open returns the repository whose work tree is at root. It does not look at it.
func Open(root string) (*Repository, error) {
	program, err := exec.LookPath("git") // never from the current folder: see exec.ErrDot
	if err != nil {
		return nil, ErrNotInstalled
	}
	return &Repository{program, root}, nil
}

// neutral switches off what a repository's configuration could start. An option of the command line wins over every
// configuration file.
var neutral = []string{
	"--no-pager",
	"-c", "core.fsmonitor=false", // else a program that tells which files changed
	"-c", "core.hooksPath=" + os.DevNull,
	"-c", "diff.external=",
	"-c", "log.showSignature=false", // else a program that verifies them
}

// environment returns the environment of git. What says where the repository lies is left out: the root says it, and a
// hook that looks at another repository hands down that of its own.
func environment() []string {
	out := slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		switch strings.ToUpper(name) {
		case "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_EXTERNAL_DIFF":
			return true
		}
		return false
	})
	return append(out,
		"GIT_NO_LAZY_FETCH=1",      // objects that a partial clone lacks are not fetched (git 2.45)
		"GIT_ALLOW_PROTOCOL=none",  // and older versions are allowed no transport to fetch them with
		"GIT_NO_REPLACE_OBJECTS=1", // an object is what its name says
		"GIT_OPTIONAL_LOCKS=0",     // nothing is written
		"GIT_TERMINAL_PROMPT=0",
		"LC_ALL=C",
	)
}

func (r *Repository) command(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, r.program, slices.Concat(neutral, args)...)
	c.Dir, c.Env = r.root, environment()
	return c
}

// run returns what a command of git prints. The error of a command that fails is what it says.
func (r *Repository) run(ctx context.Context, args ...string) (string, error) {
	c := r.command(ctx, args...)
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		return "", failure(args[0], said.String(), err)
	}
	return string(out), nil
}

// failure tells what git said, or how it ended.
func failure(command, said string, err error) error {
	said = strings.TrimPrefix(strings.TrimSpace(said), "fatal: ")
	if said == "" {
		said = err.Error()
	}
	return fmt.Errorf("git %s: %s", command, said)
}
