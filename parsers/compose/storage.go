package compose

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// volumesOf states which folders of the container are not its own file system. Where one of them is not known, none is.
func (s *service) volumesOf(box *facts.Container) {
	if s.value.get("volumes_from") != nil {
		return
	}
	volumes := []facts.Volume{}
	add := func(target string, store facts.RecordStore, at facts.Span) {
		volumes = append(volumes, facts.Volume{Target: target, Store: store, Span: at})
	}
	for _, item := range s.value.get("volumes").list() {
		switch {
		case item.kind == tree.Object:
			target, kind := s.stated(item.get("target")), s.stated(item.get("type"))
			if !target.Known() || kind.State == facts.Unresolved {
				return
			}
			store := facts.InVolume
			if kind.Value == "tmpfs" {
				store = facts.InMemory
			}
			add(target.Value, store, item.span())
		case item.isScalar():
			text := interpolate(mountTarget(item.node.Text))
			if !text.known {
				return
			}
			add(text.text, facts.InVolume, item.span())
		}
	}
	for _, item := range s.value.get("tmpfs").list() {
		text := s.stated(item)
		if !text.Known() {
			return
		}
		target, _, _ := strings.Cut(text.Value, ":")
		add(target, facts.InMemory, text.Span)
	}
	box.Volumes = volumes
}

// logDriver states what the engine does with the output of the container.
func (s *service) logDriver(box *facts.Container) {
	driver := s.stated(s.value.get("logging", "driver"))
	switch {
	case driver.State != facts.Unset && driver.Value != "":
		box.LogDriver = driver
	case s.value.get("logging") == nil || driver.State == facts.Unset:
		box.LogDriver = facts.ByDefault("json-file", s.at, "docker keeps the output of a container in a file on the machine unless its daemon is told otherwise")
	}
	if address := s.stated(s.value.get("logging", "options", "syslog-address")); box.LogDriver.Value == "syslog" && address.State != facts.Unset && !strings.HasPrefix(address.Value, "unix") {
		box.LogDriver.Value = "syslog at another address"
	}
}
