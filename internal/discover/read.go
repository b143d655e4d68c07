package discover

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"

	"github.com/wirevet/wirevet/facts"
)

// DefaultMaxBytes is the size up to which a file is read.
const DefaultMaxBytes = 8 << 20

// Read reads the file. It returns a problem when it cannot be read, and neither when it is only a candidate that
// is too large, gone, or not readable: nothing says that such a file is ours.
func Read(f File, maxBytes int64) (*facts.Source, []byte, *facts.Problem) {
	problem := func(kind facts.ProblemKind, message string) (*facts.Source, []byte, *facts.Problem) {
		if f.Interest != Known && !f.Named {
			return nil, nil, nil
		}
		return nil, nil, &facts.Problem{Path: f.Path, Kind: kind, Message: message}
	}
	c, err := f.load(maxBytes)
	var large tooLargeError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return problem(facts.Unreadable, "the file vanished before it was read; run again")
	case errors.Is(err, fs.ErrPermission):
		if f.Owner != facts.ProjectOwned {
			return nil, nil, nil // another account's settings are not ours to judge
		}
		return problem(facts.Unreadable, "permission denied; run as an account that may read the file, or leave it out with --exclude")
	case errors.As(err, &large):
		return problem(facts.TooLarge, fmt.Sprintf("%s; at most %d MiB are read", large.Error(), maxBytes>>20))
	case err != nil:
		return problem(facts.Unreadable, plainError(err))
	case isLFSPointer(c.data):
		return problem(facts.Unsupported, "expected the file, found a Git LFS pointer to it; run git lfs pull and check the work tree, or keep the file out of LFS")
	}
	src := facts.NewSource(f.Path, c.data)
	src.Below, src.Asked, src.Owner, src.Tracked = f.Below, f.Asked, f.Owner, f.Tracked
	if f.policy != nil {
		src.Policy, src.Inside = f.policy.File.Path, f.policy.inside(f.Abs)
	}
	src.Mode, src.HasMode = c.mode, c.hasMode
	return src, c.data, nil
}

// isLFSPointer reports whether a file is what Git LFS leaves in its place: text of less than 1024 bytes whose first line
// names the version of the pointer (git-lfs, docs/spec.md).
func isLFSPointer(data []byte) bool {
	return len(data) < 1024 && bytes.HasPrefix(data, []byte("version https://git-lfs.github.com/spec/"))
}
