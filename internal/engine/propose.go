package engine

import (
	"context"
	"fmt"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/policy"
	"github.com/wirevet/wirevet/parsers/wirevettoml"
)

// Propose checks what the options ask for and writes a first wirevet.toml from it. It fails when one governs already.
func Propose(ctx context.Context, o Options) (wirevettoml.Proposal, *Run, error) {
	run, err := Check(ctx, o)
	if err != nil {
		return wirevettoml.Proposal{}, nil, err
	}
	system := run.Result.System
	if len(system.Policies) > 0 {
		return wirevettoml.Proposal{}, run, fmt.Errorf("%s governs this folder already; nothing was written", system.Policies[0].Source.Path)
	}
	keep := func(s *facts.Source) bool { return !policy.NotProduction(s.Below) }
	return wirevettoml.Propose(system, keep), run, nil
}
