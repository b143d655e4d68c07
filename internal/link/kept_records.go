package link

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// keepRecords says what the services of compose files make of the records of the programs that they run: a file is in a volume, or
// goes with the container; what is written to standard error is where the engine's log driver puts it.
func keepRecords(s *facts.System) {
	var programs map[*facts.Entry]*facts.GoPackage
	for _, t := range s.Audits {
		if !t.Whole || t.Path == "" && !t.Stream {
			continue
		}
		if programs == nil {
			programs = map[*facts.Entry]*facts.GoPackage{}
			for _, p := range s.GoPackages {
				if p.Name == "main" && !p.Test {
					programs[p.Entry] = p
				}
			}
		}
		program := programs[t.Entry]
		if program == nil || len(program.StartedBy) > 0 {
			continue
		}
		for _, w := range program.RunBy {
			if w.Deployed == nil || w.Deployed.Service == "" {
				continue // of compose alone all is known
			}
			if kept, ok := keptBy(w, t); ok {
				t.Kept = append(t.Kept, kept)
			}
		}
	}
}

func keptBy(w *facts.Workload, t *facts.AuditTrail) (facts.KeptRecord, bool) {
	if t.Stream {
		driver := w.Container.LogDriver
		if !driver.Known() {
			return facts.KeptRecord{}, false
		}
		return facts.KeptRecord{Workload: w, Span: driver.Span, Store: storeOf(driver.Value), Driver: driver.Value}, true
	}
	if w.Container.Volumes == nil {
		return facts.KeptRecord{}, false
	}
	kept := facts.KeptRecord{Workload: w, Span: w.Span, Store: facts.InContainer}
	longest := 0
	for _, list := range [...][]facts.Volume{w.Container.Built.Volumes, w.Container.Volumes} {
		for _, v := range list {
			if target := strings.TrimSuffix(v.Target, "/"); len(v.Target) >= longest && strings.HasPrefix(t.Path, target+"/") {
				longest, kept.Store = len(v.Target), facts.InVolume
				if v.InMemory {
					kept.Store, kept.Span = facts.InMemory, v.Span
				}
			}
		}
	}
	return kept, true
}

// storeOf says where a log driver puts the lines (docs.docker.com/engine/logging/configure, "Supported logging drivers").
func storeOf(driver string) facts.RecordStore {
	switch driver {
	case "none":
		return facts.NoStore
	case "json-file", "local", "journald", "syslog", "etwlogs": // syslog may be another machine's, which its options say
		return facts.EngineLog
	}
	return facts.RemoteLog
}
