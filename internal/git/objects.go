package git

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
)

// ErrMissing is what happens to an object that this clone does not have.
var ErrMissing = errors.New("the object is not in this clone")

// Objects reads the contents of blobs by their names, all from one process, which starts with the first. It may be
// used by several at a time.
type Objects struct {
	repository *Repository
	ctx        context.Context

	mu   sync.Mutex
	c    *exec.Cmd
	said bytes.Buffer
	in   io.WriteCloser
	out  *bufio.Reader
}

// Objects returns a reader of objects. Close ends its process.
func (r *Repository) Objects(ctx context.Context) *Objects {
	return &Objects{repository: r, ctx: ctx}
}

// Read returns the content and the size of a blob: its name is that of the object, or COMMIT:PATH. The content of one of
// more than limit bytes is nil.
func (o *Objects) Read(name string, limit int64) (data []byte, size int64, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if name == "" || strings.Contains(name, "\n") { // a name is a line of the request
		return nil, 0, ErrMissing
	}
	data, size, err = o.read(name, limit)
	if err != nil && !errors.Is(err, ErrMissing) {
		// What follows in the stream cannot be trusted: the next read starts anew.
		if failed := o.end(); failed != nil {
			err = failed
		}
	}
	return data, size, err
}

func (o *Objects) read(name string, limit int64) ([]byte, int64, error) {
	if o.c == nil {
		if err := o.start(); err != nil {
			return nil, 0, err
		}
	}
	if _, err := io.WriteString(o.in, name+"\n"); err != nil {
		return nil, 0, err
	}
	header, err := o.out.ReadString('\n') // git-cat-file(1), "Batch output"
	if err != nil {
		return nil, 0, err
	}
	if strings.HasSuffix(header, " missing\n") {
		return nil, 0, ErrMissing
	}
	fields := strings.Fields(header)
	if len(fields) != 3 {
		return nil, 0, fmt.Errorf("git cat-file: unexpected answer %q", header)
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil {
		return nil, 0, fmt.Errorf("git cat-file: unexpected answer %q", header)
	}
	var data []byte
	if size > limit {
		_, err = io.CopyN(io.Discard, o.out, size)
	} else {
		data = make([]byte, size)
		_, err = io.ReadFull(o.out, data)
	}
	if err == nil {
		_, err = o.out.Discard(1) // the line feed behind the content
	}
	if err == nil && fields[1] != "blob" {
		return nil, 0, ErrMissing // a folder or a submodule
	}
	return data, size, err
}

func (o *Objects) start() error {
	c := o.repository.command(o.ctx, "cat-file", "--batch")
	c.Stderr = &o.said
	in, err := c.StdinPipe()
	if err != nil {
		return err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	o.said.Reset() // before anything can write to it
	if err := c.Start(); err != nil {
		return err
	}
	o.c, o.in, o.out = c, in, bufio.NewReader(out)
	return nil
}

// end ends the process, and returns what it failed of.
func (o *Objects) end() error {
	if o.c == nil {
		return nil
	}
	_ = o.in.Close() // which ends it
	err := o.c.Wait()
	o.c = nil
	if o.ctx.Err() != nil {
		return o.ctx.Err()
	}
	if err != nil {
		return failure("cat-file", o.said.String(), err)
	}
	return nil
}

// Close ends the process. It may be called more than once.
func (o *Objects) Close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	_ = o.end() // what it had to say was said by Read
}
