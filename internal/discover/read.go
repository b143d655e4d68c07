package discover

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"

	"github.com/wirevet/wirevet/facts"
)

// DefaultMaxBytes is the size up to which a file is read.
const DefaultMaxBytes = 8 << 20

// Read reads the file. It returns a problem when it cannot be read, and neither when it is only a candidate that
// is too large, gone, or not readable: nothing says that such a file is ours.
func Read(f File, maxBytes int64) (*facts.Source, []byte, *facts.Problem) {
	file, info, err := open(f.Abs)
	if err == nil {
		defer file.Close()
	}
	problem := func(kind facts.ProblemKind, message string) (*facts.Source, []byte, *facts.Problem) {
		if f.Interest != Known && !f.Named {
			return nil, nil, nil
		}
		return nil, nil, &facts.Problem{Path: f.Path, Kind: kind, Message: message}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return problem(facts.Unreadable, "the file vanished before it was read; run again")
	case errors.Is(err, fs.ErrPermission):
		if f.Owner != facts.ProjectOwned {
			return nil, nil, nil // another account's settings are not ours to judge
		}
		return problem(facts.Unreadable, "permission denied; run as an account that may read the file, or leave it out with --exclude")
	case err != nil:
		return problem(facts.Unreadable, plainError(err))
	case !info.Mode().IsRegular():
		return problem(facts.Unreadable, "expected a file here, found "+kindOf(info.Mode()))
	case info.Size() > maxBytes:
		return problem(facts.TooLarge, fmt.Sprintf("the file has %d MiB; at most %d MiB are read", info.Size()>>20, maxBytes>>20))
	}
	data := make([]byte, info.Size())
	n, err := io.ReadFull(file, data)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return problem(facts.Unreadable, plainError(err))
	}
	data = data[:n] // shorter when the file was cut meanwhile
	src := facts.NewSource(f.Path, data)
	src.Below, src.Asked, src.Owner, src.Tracked = f.Below, f.Asked, f.Owner, f.Tracked
	if runtime.GOOS != "windows" {
		src.Mode, src.HasMode = info.Mode().Perm(), true
	}
	return src, data, nil
}

// open opens a file without waiting for a writer, should it be a pipe by now.
func open(abs string) (*os.File, fs.FileInfo, error) {
	file, err := os.OpenFile(abs, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return nil, nil, err
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, nil, err
	}
	return file, info, nil
}
