package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/wirevet/wirevet/internal/atomicfile"
	"github.com/wirevet/wirevet/internal/baseline"
	"github.com/wirevet/wirevet/internal/engine"
)

// readBaseline reads what --baseline, or else --write-baseline, names; nil when neither is given.
func (o *checkFlags) readBaseline() (*engine.Baseline, error) {
	name := o.baseline
	switch {
	case name == "" && o.writeBaseline == "":
		return nil, nil
	case name != "" && o.writeBaseline != "" && name != o.writeBaseline:
		return nil, errors.New("--baseline and --write-baseline name different files; an entry is only kept in its own")
	case o.writeBaseline != "" && o.newFrom != "":
		return nil, errors.New("--write-baseline needs all findings, and --new-from leaves out the known ones; use one of them")
	case name == "":
		name = o.writeBaseline
	}
	abs, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	b := &engine.Baseline{Known: &baseline.Baseline{}, Folder: filepath.Dir(abs), Extend: o.writeBaseline != ""}
	data, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && o.writeBaseline != "":
		return b, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: no such file; --write-baseline %s makes it", name, name)
	case err != nil:
		return nil, fmt.Errorf("%s: cannot be read: %w", name, unwrapPath(err))
	}
	if b.Known, err = baseline.Parse(data); err != nil {
		return nil, fmt.Errorf("%s:%w", name, err)
	}
	return b, nil
}

// saveBaseline writes what is known now. A run with a bug in wirevet has not found everything, and would drop entries.
func (p *program) saveBaseline(file string, run *engine.Run, b *engine.Baseline) error {
	if file == "" || len(run.Bugs) > 0 {
		return nil
	}
	p.heedInterrupts()
	return atomicfile.Write(file, b.Next.Write)
}
