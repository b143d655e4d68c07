package oracle

import (
	"fmt"
	"strings"
	"time"
)

// shrunk takes lines away from a configuration, from large blocks to small ones, for as long as the server takes it and the two still
// disagree on the same thing. It ends after a minute with what it has come to.
func (p *probe) shrunk() string {
	kind := p.differences[0].kind
	lines := strings.SplitAfter(p.text, "\n")
	end := time.Now().Add(time.Minute)
	for before := 0; before != len(lines); {
		before = len(lines)
		for at := 0; at < len(lines) && time.Now().Before(end); {
			less := append(append([]string{}, lines[:at]...), lines[blockEnd(lines, at):]...)
			q := &probe{
				program: p.program, version: p.version, w: p.w, dir: p.dir, ports: p.ports, text: strings.Join(less, ""), patience: 2 * time.Second,
			}
			if q.listens() && q.run() == nil && q.differs(kind) {
				lines = less
			} else {
				at++
			}
		}
	}
	return strings.Join(lines, "")
}

// blockEnd returns where a line ends with all that is indented below it, and with the line that closes it.
func blockEnd(lines []string, at int) int {
	indent := indentation(lines[at])
	end := at + 1
	for end < len(lines) && (strings.TrimSpace(lines[end]) == "" || indentation(lines[end]) > indent) {
		end++
	}
	if end > at+1 && end < len(lines) && indentation(lines[end]) == indent {
		if closer := strings.TrimSpace(lines[end]); strings.HasPrefix(closer, "}") || strings.HasPrefix(closer, "</") {
			end++
		}
	}
	return end
}

func indentation(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// listens reports whether the first port is still named: without it, start would wait in vain.
func (p *probe) listens() bool { return strings.Contains(p.text, fmt.Sprint(p.ports[0])) }
