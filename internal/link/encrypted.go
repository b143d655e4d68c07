package link

import "github.com/wirevet/wirevet/facts"

// findEncrypted tells each listener without TLS which other one serves the same names over TLS: in the same server, or
// in another of the same files' name.
func findEncrypted(s *facts.System) {
	type served struct {
		product, name string
	}
	byName, byEntry := map[served]*facts.Listener{}, map[*facts.Entry]*facts.Listener{}
	for _, l := range s.Listeners {
		if !l.Proxy || !l.TLS.Known() || !l.TLS.Value {
			continue
		}
		byEntry[l.Entry] = l
		for _, n := range l.Names {
			if at := (served{l.Product, n.Value}); n.Known() && byName[at] == nil {
				byName[at] = l
			}
		}
	}
	for _, l := range s.Listeners {
		if !l.Proxy || !l.TLS.Known() || l.TLS.Value {
			continue
		}
		l.Encrypted = byEntry[l.Entry]
		for _, n := range l.Names {
			if l.Encrypted == nil && n.Known() {
				l.Encrypted = byName[served{l.Product, n.Value}]
			}
		}
	}
}
