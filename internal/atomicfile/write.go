// Package atomicfile writes files that are there with all of their content, or as they were.
package atomicfile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
)

// ErrInterrupted is what is returned when a signal asks the program to end. The caller decides how to end.
var ErrInterrupted = errors.New("interrupted")

// Write lets write fill the file at path. The file appears with all of its content or stays as it was: on an
// error or an interrupt nothing half-written is left. An existing file keeps its mode, and a link keeps its target.
// What is no regular file (a pipe, /dev/stdout) is written to directly.
func Write(path string, write func(io.Writer) error) error {
	target := path
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		target = resolved
	}
	info, err := os.Stat(target)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return explain(path, writeDirectly(target, write))
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return explain(path, err)
	}
	return explain(path, replace(target, info, write, func() error { return nil }))
}

func writeDirectly(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(f)
	if err = write(b); err == nil {
		err = b.Flush()
	}
	return errors.Join(err, f.Close())
}

// replace writes a file beside path and renames it, unless ready returns an error. info is nil when there is none at path.
func replace(path string, info fs.FileInfo, write func(io.Writer) error, ready func() error) (err error) {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(stop)
	f, err := createBeside(path)
	if err != nil {
		return err
	}
	renamed := false
	defer func() { // also when write panics
		if !renamed {
			f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if info != nil {
		if err := f.Chmod(info.Mode().Perm()); err != nil {
			return err
		}
		keepOwner(f, info)
	}
	b := bufio.NewWriter(&interruptible{f, stop})
	if err := write(b); err != nil {
		return err
	}
	if err := b.Flush(); err != nil {
		return err
	}
	// Without it a machine that loses power may be left with a name and no content.
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if interrupted(stop) {
		return ErrInterrupted
	}
	if err := ready(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	renamed = true
	return nil
}

// createBeside creates a new file in the folder of path. Unlike os.CreateTemp it leaves the mode to the umask.
func createBeside(path string) (*os.File, error) {
	for range 100 {
		name := "." + filepath.Base(path) + "." + strconv.FormatUint(rand.Uint64(), 36)
		f, err := os.OpenFile(filepath.Join(filepath.Dir(path), name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
	return nil, fs.ErrExist
}

// interruptible is a file that refuses to be written to once a signal has come.
type interruptible struct {
	f    *os.File
	stop chan os.Signal
}

func (i *interruptible) Write(p []byte) (int, error) {
	if interrupted(i.stop) {
		return 0, ErrInterrupted
	}
	return i.f.Write(p)
}

// interrupted reports whether a signal has come, and leaves it there for the next who asks.
func interrupted(stop chan os.Signal) bool { return len(stop) > 0 }

// explain says which file could not be written, and why.
func explain(path string, err error) error {
	if err == nil || errors.Is(err, ErrInterrupted) {
		return err
	}
	return fmt.Errorf("%s: %w", path, reason(err))
}

// reason says why a file could not be written, in the cases that people can do something about.
func reason(err error) error {
	var at *fs.PathError
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("the disk is full; make room, or choose another place: %w", syscall.ENOSPC)
	case errors.As(err, &at):
		return fmt.Errorf("cannot be written: %w", at.Err) // without the name of the file beside it
	default:
		return fmt.Errorf("cannot be written: %w", err)
	}
}
