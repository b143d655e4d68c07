package link

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// keepRecords says what the workloads of compose files and manifests make of the records of the programs that they run: a file is
// in a volume, or goes with the container; what is written to standard error is where the engine puts it.
func keepRecords(s *facts.System) {
	var programs map[*facts.Entry]*facts.GoPackage
	var sent collected
	for _, t := range s.ProgramTrails {
		if t.Path == "" && !t.Stream {
			continue
		}
		if programs == nil {
			programs, sent = map[*facts.Entry]*facts.GoPackage{}, collectedLogs(s)
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
			if w.Deployed == nil || w.Container == nil {
				continue
			}
			if kept, ok := keptBy(w, t, sent); ok {
				t.Kept = append(t.Kept, kept)
			}
		}
	}
}

func keptBy(w *facts.Workload, t *facts.ProgramTrail, sent collected) (facts.KeptRecord, bool) {
	if t.Stream {
		driver := w.Container.LogDriver
		if !driver.Known() {
			return facts.KeptRecord{}, false
		}
		kept := facts.KeptRecord{Workload: w, Span: driver.Span, Store: storeOf(driver.Value), Driver: driver.Value}
		if kept.Store == facts.EngineLog && sent.from(w.Container.Engine) {
			kept.Store = facts.RemoteLog
		}
		return kept, true
	}
	if w.Container.Volumes == nil {
		return facts.KeptRecord{}, false
	}
	kept := facts.KeptRecord{Workload: w, Span: w.Span, Store: facts.InContainer}
	longest := 0
	for _, v := range volumesOf(w.Container) {
		if target := strings.TrimSuffix(v.Target, "/"); len(v.Target) >= longest && strings.HasPrefix(t.Path, target+"/") {
			longest, kept.Store = len(v.Target), v.Store
			if v.Store != facts.InVolume {
				kept.Span = v.Span
			}
		}
	}
	return kept, true
}

// volumesOf returns the volumes of a container. Those of its image (VOLUME) are no more than its own layer where a kubelet starts
// it (containerd, ignore_image_defined_volumes; CRI-O, image_volumes).
func volumesOf(c *facts.Container) []facts.Volume {
	if c.Engine == "kubernetes" || c.Built == nil {
		return c.Volumes
	}
	return append(c.Built.Volumes[:len(c.Built.Volumes):len(c.Built.Volumes)], c.Volumes...)
}

// collected says whose logs are sent to a collector: a workload is given the folder in which the kubelet, or an engine, keeps the output
// of all containers, as agents are.
type collected struct{ kubelet, engine bool }

func collectedLogs(s *facts.System) (c collected) {
	for _, r := range s.Roots {
		if r.By != facts.BindMount {
			continue
		}
		c.kubelet = c.kubelet || r.Path == "/var/log" || strings.HasPrefix(r.Path, "/var/log/pods") || strings.HasPrefix(r.Path, "/var/log/containers")
		c.engine = c.engine || strings.HasPrefix(r.Path, "/var/lib/docker/containers")
	}
	return c
}

func (c collected) from(engine string) bool {
	if engine == "kubernetes" {
		return c.kubelet
	}
	return c.engine
}

// storeOf says where a log driver puts the lines (docs.docker.com/engine/logging/configure, "Supported logging drivers").
func storeOf(driver string) facts.RecordStore {
	switch driver {
	case "none":
		return facts.NoStore
	case "kubelet", "json-file", "local", "journald", "syslog", "etwlogs": // syslog may be another machine's, which its options say
		return facts.EngineLog
	}
	return facts.RemoteLog
}
