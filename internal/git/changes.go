package git

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Base returns the commit with which the present state is compared to learn what is new since a revision: the point
// where HEAD left it. It is empty when HEAD is asked for and there is no commit yet.
func (r *Repository) Base(ctx context.Context, revision string) (string, error) {
	if revision == "" || revision[0] == '-' {
		return "", fmt.Errorf("%q is no revision", revision) // git would take it for an option
	}
	commit, err := r.run(ctx, "rev-parse", "--verify", "--quiet", revision+"^{commit}")
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		// --quiet keeps git silent about a revision that does not exist, and about nothing else.
		if !strings.Contains(err.Error(), "exit status 1") {
			return "", err
		}
		if revision == "HEAD" || revision == "@" {
			return "", nil
		}
		return "", r.noRevision(ctx, revision)
	}
	base, err := r.run(ctx, "merge-base", strings.TrimSpace(commit), "HEAD")
	if err == nil {
		return strings.TrimSpace(base), nil
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if r.shallow(ctx) {
		return "", fmt.Errorf("the commit where HEAD left %s is not in this shallow clone; git fetch --unshallow brings it", revision)
	}
	return "", fmt.Errorf("HEAD and %s have no commit in common", revision)
}

func (r *Repository) noRevision(ctx context.Context, revision string) error {
	if r.shallow(ctx) {
		return fmt.Errorf("%s is not in this shallow clone; git fetch --unshallow origin %s brings it", revision, revision)
	}
	return fmt.Errorf("%s is no revision of this repository; git fetch origin %s brings it if it is one elsewhere", revision, revision)
}

func (r *Repository) shallow(ctx context.Context) bool {
	answer, err := r.run(ctx, "rev-parse", "--is-shallow-repository")
	return err == nil && strings.TrimSpace(answer) == "true"
}

// Change is a path of the index that differs from a commit.
type Change struct {
	Path string // below the root, with /
	// Was is the name of the blob that the path, or the one it was renamed from, had in the commit; empty for a new one.
	Was string
}

var errDiff = errors.New("git diff-index: unexpected answer")

// Changes returns the paths of the index that differ from a commit, renames followed.
func (r *Repository) Changes(ctx context.Context, commit string) ([]Change, error) {
	// --cached compares with the index: with the work tree git would run the filters that attributes and configuration
	// name.
	out, err := r.run(ctx, "diff-index", "--cached", "--raw", "-z", "--full-index", "--find-renames", "--diff-filter=d",
		"--ignore-submodules=all", "--no-ext-diff", "--no-textconv", commit, "--")
	if err != nil {
		return nil, err
	}
	var changes []Change
	// `:100644 100644 <was> <is> M\0<path>\0`, and two paths for a rename (git-diff(1), "Raw output format").
	fields := strings.Split(strings.TrimSuffix(out, "\x00"), "\x00")
	for i := 0; i < len(fields) && fields[i] != ""; {
		header := strings.Fields(fields[i])
		if len(header) != 5 || i+1 >= len(fields) {
			return nil, errDiff
		}
		c := Change{Path: fields[i+1], Was: header[2]}
		i += 2
		if header[4][0] == 'R' {
			if i >= len(fields) {
				return nil, errDiff
			}
			c.Path = fields[i]
			i++
		}
		if strings.Trim(c.Was, "0") == "" {
			c.Was = ""
		}
		changes = append(changes, c)
	}
	return changes, nil
}
