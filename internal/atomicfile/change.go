package atomicfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Change puts after in the place of before in an existing file. A file that holds anything else than before by now is
// left as it is, and so is one that nobody may write to. The mode stays, and the owner where the system lets it. Of a
// link the target is written, when within says that it may be.
func Change(path string, before, after []byte, within func(target string) bool) error {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return explain(path, err)
	}
	info, err := os.Lstat(path)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if !within(target) {
			return fmt.Errorf("%s: not changed: it is a link to %s, which lies outside of what was asked for; name that file instead", path, target)
		}
		info, err = os.Lstat(target)
	}
	switch {
	case err != nil:
		return explain(path, err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s: not changed: it is no longer a file", path)
	case info.Mode().Perm()&0o222 == 0:
		return fmt.Errorf("%s: not changed: it is read-only; make it writable first", path)
	}
	err = replace(target, info, func(w io.Writer) error {
		_, err := w.Write(after)
		return err
	}, func() error { return unchanged(target, before) })
	if errors.Is(err, errChanged) {
		return fmt.Errorf("%s: not changed: %w; run again", path, errChanged)
	}
	return explain(path, err)
}

var errChanged = errors.New("somebody else has changed it since it was read")

func unchanged(path string, before []byte) error {
	now, err := os.ReadFile(path)
	if err == nil && !bytes.Equal(now, before) {
		return errChanged
	}
	return err
}
