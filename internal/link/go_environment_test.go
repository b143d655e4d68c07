package link_test

import (
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/link"
)

func TestACommandHoldsTheCredentialsOfItsProgram(t *testing.T) {
	packages := map[string]*facts.GoPackage{
		"main":   {Entry: &facts.Entry{}, Path: "main", Name: "main", Imports: []string{"config"}},
		"config": {Entry: &facts.Entry{}, Path: "config"},
		"test":   {Entry: &facts.Entry{}, Path: "config_test", Test: true},
		"other":  {Entry: &facts.Entry{}, Path: "other", Name: "main"},
	}
	files := &facts.Facts{}
	for _, name := range []string{"main", "config", "test", "other"} {
		p := packages[name]
		files.GoPackages = append(files.GoPackages, p)
		files.Credentials = append(files.Credentials,
			&facts.Credential{Entry: p.Entry, Carrier: facts.InEnvironment, Variable: name},
			&facts.Credential{Entry: p.Entry, Carrier: facts.InSource, Literal: true})
	}
	l := &facts.Launch{Entry: packages["main"].Entry}
	files.Launches = []*facts.Launch{l}
	link.Link([]*facts.Facts{files})
	var got []string
	for _, c := range l.Environment.Held {
		got = append(got, c.Variable)
	}
	if len(got) != 2 || got[0] != "main" || got[1] != "config" {
		t.Errorf("%q", got)
	}
}
