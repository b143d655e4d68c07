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
// link the target is written, when within says that it may be. Errors do not name the file: the caller knows how it is
// shown.
func Change(path string, before, after []byte, within func(target string) bool) error {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return reason(err)
	}
	info, err := os.Lstat(path)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if !within(target) {
			return fmt.Errorf("not changed: it is a link to %s, which lies outside of what was asked for; name that file instead", target)
		}
		info, err = os.Lstat(target)
	}
	switch {
	case err != nil:
		return reason(err)
	case !info.Mode().IsRegular():
		return errors.New("not changed: it is no longer a file")
	case info.Mode().Perm()&0o222 == 0:
		return errors.New("not changed: it is read-only; make it writable first")
	}
	err = replace(target, info, func(w io.Writer) error {
		_, err := w.Write(after)
		return err
	}, func() error { return unchanged(target, before) })
	if err == nil || errors.Is(err, errChanged) || errors.Is(err, ErrInterrupted) {
		return err
	}
	return reason(err)
}

var errChanged = errors.New("not changed: somebody else has changed it since it was read; run again")

func unchanged(path string, before []byte) error {
	now, err := os.ReadFile(path)
	if err == nil && !bytes.Equal(now, before) {
		return errChanged
	}
	return err
}
