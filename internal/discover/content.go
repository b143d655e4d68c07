package discover

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
)

// content is what a file holds, wherever its bytes come from.
type content struct {
	data []byte
	mode fs.FileMode
	// hasMode is false for bytes that lie in no file: permissions are not theirs.
	hasMode bool
}

// opener reads bytes that are not those of the file on disk. It refuses more than limit with [tooLargeError].
type opener func(limit int64) ([]byte, error)

// tooLargeError refuses a file of so many bytes.
type tooLargeError int64

func (e tooLargeError) Error() string { return fmt.Sprintf("the file has %d MiB", int64(e)>>20) }

// noFileError refuses what is no regular file.
type noFileError fs.FileMode

func (e noFileError) Error() string { return "expected a file here, found " + kindOf(fs.FileMode(e)) }

// load returns what the file holds.
func (f *File) load(limit int64) (content, error) {
	if f.open != nil {
		data, err := f.open(limit)
		return content{data: data}, err
	}
	file, info, err := open(f.Abs)
	if err != nil {
		return content{}, err
	}
	defer file.Close()
	switch {
	case !info.Mode().IsRegular():
		return content{}, noFileError(info.Mode())
	case info.Size() > limit:
		return content{}, tooLargeError(info.Size())
	}
	data := make([]byte, info.Size())
	n, err := io.ReadFull(file, data)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return content{}, err
	}
	// Shorter when the file was cut meanwhile.
	return content{data[:n], info.Mode().Perm(), runtime.GOOS != "windows"}, nil
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

// held returns an opener of bytes that are at hand.
func held(data []byte) opener {
	return func(limit int64) ([]byte, error) {
		if int64(len(data)) > limit {
			return nil, tooLargeError(len(data))
		}
		return data, nil
	}
}
