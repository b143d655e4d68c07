package defaults

import "testing"

func TestTheFloorOfGoServers(t *testing.T) {
	set := func(pairs ...string) (out []GoSetting) {
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, GoSetting{pairs[i], pairs[i+1]})
		}
		return out
	}
	for _, tt := range []struct {
		program GoProgram
		want    string
		open    bool
	}{
		{GoProgram{Line: "1.22"}, "TLSv1.2", false},
		{GoProgram{Line: "1.21.13"}, "TLSv1", true},
		{GoProgram{}, "TLSv1", true},
		{GoProgram{Line: "1.21", Toolchain: "go1.27.0"}, "TLSv1.2", false},
		{GoProgram{Line: "1.27", Settings: set("tls10server", "1")}, "TLSv1.2", false},
		{GoProgram{Line: "1.25", Settings: set("tls10server", "1")}, "TLSv1", true},
		{GoProgram{Line: "1.20", Settings: set("tls10server", "0")}, "TLSv1.2", false},
		{GoProgram{Line: "1.25", Settings: set("tls10server", "1", "tls10server", "0")}, "TLSv1.2", false},
		{GoProgram{Line: "1.25", Settings: set("default", "go1.21")}, "TLSv1", true},
		{GoProgram{Line: "1.20", Settings: set("default", "go1.24")}, "TLSv1.2", false},
		{GoProgram{Line: "1.20", Settings: set("default", "go1.24", "tls10server", "1")}, "TLSv1", true},
		{GoProgram{Line: "1.25", Settings: set("default", "old")}, "TLSv1.2", false},
		{GoProgram{Line: "1.21", Built: "1.26.3"}, "TLSv1", false},
		{GoProgram{Line: "1.21", Built: "1.27"}, "TLSv1.2", false},
		{GoProgram{Line: "1.25", Built: "1.26", Settings: set("tls10server", "1")}, "TLSv1", false},
		{GoProgram{Line: "1.25", Built: "1.27", Settings: set("tls10server", "1")}, "TLSv1.2", false},
	} {
		if got, why, open := tt.program.ServerFloor(); got != tt.want || open != tt.open || why == "" {
			t.Errorf("%+v: %s, open %v (%s)", tt.program, got, open, why)
		}
	}
}
