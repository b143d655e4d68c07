package gofacts

import (
	"go/ast"
	"go/constant"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// changesEnvironment reports whether something stands in front of the program that gives it an environment of its own.
func changesEnvironment(l *facts.Launch) bool {
	for _, step := range l.Chain {
		switch step.Name {
		case "sudo", "doas", "ssh", "env -i", "su", "runas":
			return true
		}
	}
	return false
}

// readProcess states the account and the capabilities that SysProcAttr gives to a command.
func (r *reader) readProcess(s started, l *facts.Launch) {
	if s.cmd == nil {
		return
	}
	for _, set := range s.cmd.of("SysProcAttr") {
		if set.value != nil {
			r.processAttributes(set.value, l)
		}
	}
	for _, assign := range r.fieldSets { // cmd.SysProcAttr.Credential = …
		for i, left := range assign.Lhs {
			sel, ok := left.(*ast.SelectorExpr)
			if !ok || sel.Sel.Name != "Credential" || i >= len(assign.Rhs) {
				continue
			}
			if attr, ok := sel.X.(*ast.SelectorExpr); ok && attr.Sel.Name == "SysProcAttr" && r.objectOf(attr.X) == s.cmd {
				r.account(assign.Rhs[i], l)
			}
		}
	}
}

func (r *reader) processAttributes(e ast.Expr, l *facts.Launch) {
	for _, o := range r.origins(e) {
		lit, ok := o.(*ast.CompositeLit)
		if !ok {
			continue
		}
		if e := field(lit, "Credential"); e != nil {
			r.account(e, l)
		}
		if caps, ok := field(lit, "AmbientCaps").(*ast.CompositeLit); ok {
			for _, c := range caps.Elts {
				name := lastPart(r.symbol(c))
				if sel, ok := c.(*ast.SelectorExpr); ok {
					name = sel.Sel.Name
				}
				if rest, ok := strings.CutPrefix(name, "CAP_"); ok {
					l.Process.CapAdd = append(l.Process.CapAdd, facts.Written(rest, r.span(c)))
				}
			}
		}
	}
}

// account reads a syscall.Credential. A literal without Uid means 0.
func (r *reader) account(e ast.Expr, l *facts.Launch) {
	for _, o := range r.origins(e) {
		lit, ok := o.(*ast.CompositeLit)
		if !ok {
			continue
		}
		at, uid := ast.Node(lit), field(lit, "Uid")
		if uid == nil {
			if len(lit.Elts) > 0 {
				l.Process.User = facts.Written(facts.Account{Name: "0", Root: true}, r.span(at))
			}
			continue
		}
		l.Process.User = stated(r.value(uid), r.span(uid), func(c constant.Value) (facts.Account, bool) {
			n, ok := constant.Int64Val(constant.ToInt(c))
			return facts.Account{Name: strconv.FormatInt(n, 10), Root: n == 0}, ok
		})
	}
}

// environmentOf states what a command finds in its environment (os/exec, Cmd.Env: nil is the process's own).
func (r *reader) environmentOf(s started) facts.Stated[facts.EnvironmentBase] {
	at := r.span(s.at)
	switch {
	case s.all != "":
		return facts.ByDefault(facts.EnvironmentAll, at, s.all+" starts servers with os.Environ()")
	case s.cmd == nil:
		return facts.Undecided[facts.EnvironmentBase](at, facts.OutsideRepository)
	}
	settings := s.cmd.of("Env")
	if len(settings) == 0 {
		return facts.ByDefault(facts.EnvironmentAll, at, "os/exec starts a command without Env with the environment of the process")
	}
	known := false
	for _, set := range settings {
		for _, o := range r.origins(set.value) {
			switch o := o.(type) {
			case *ast.CallExpr:
				if name := r.called(o); name == "os.Environ" || strings.HasSuffix(name, "exec.Cmd.Environ") {
					return facts.Written(facts.EnvironmentAll, r.span(o))
				}
			case *ast.CompositeLit:
				known = true
			}
		}
	}
	if known {
		return facts.Written(facts.EnvironmentNone, r.span(settings[0].node))
	}
	return facts.Undecided[facts.EnvironmentBase](r.span(settings[0].node), facts.SeveralValues)
}
