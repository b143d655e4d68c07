package gofacts

import (
	"go/ast"
	"go/constant"

	"github.com/wirevet/wirevet/facts"
)

// readVerification states how a client checks the other side.
func (r *reader) readVerification(o *object, p *facts.TLSPolicy) {
	effects := r.effects(o.of("InsecureSkipVerify"))
	var off *effect // what switches the check off, in any case if there is such a thing
	for i := range effects {
		e := &effects[i]
		on, known := boolOf(e.from.constant)
		if e.from.origin == constantOrigin && known && !on {
			continue
		}
		if off == nil || off.decider() != nil && e.decider() == nil {
			off = e
		}
	}
	if off == nil {
		if len(effects) > 0 {
			p.Verify = facts.Written(facts.VerifyFull, r.span(effects[len(effects)-1].node))
		}
		return
	}
	span := r.span(off.node)
	p.Setting = "InsecureSkipVerify"
	check, weakness, checkSpan := r.callbackOf(o)
	switch check {
	case callbackVerifies:
		p.Verify = facts.Written(facts.VerifyFull, span)
		return
	case callbackUnknown:
		p.Verify = facts.Undecided[facts.Verification](span, facts.OutsideRepository)
		return
	case callbackPartial:
		p.Verify, p.Weakness = facts.Written(facts.VerifyChain, checkSpan), weakness
		return
	case noCallback:
	}
	decider := off.decider()
	if off.from.origin == constantOrigin && decider == nil {
		decider = r.revoked(effects, off)
	}
	if option := r.optionOf(off.node); off.from.origin == constantOrigin && decider == nil && option != nil {
		decider = r.optionSwitch(option)
	}
	switch {
	case decider != nil:
		p.Verify = facts.Undecided[facts.Verification](span, facts.UnknownVariable)
		p.Switch = r.switchOf(*decider, off.node)
		r.noteSwitch(decider)
		p.Switch.Guarded = p.Switch.Guarded || off.condition.guarded
	case off.condition.guarded:
		p.Verify = facts.Undecided[facts.Verification](span, facts.SeveralValues)
		p.Switch = &facts.Switch{Kind: facts.OptionSwitch, Name: "build", Guarded: true}
	case off.from.origin == constantOrigin:
		p.Verify = facts.Written(facts.VerifyNone, span)
	default:
		p.Verify = facts.Undecided[facts.Verification](span, off.from.reason())
	}
}

// decider is what outside of the source decides whether a boolean setting is on; nil when nothing does. Its constant is
// whether it is on when nobody sets it.
func (e *effect) decider() *value {
	switch e.from.origin {
	case flagOrigin, environmentOrigin, fieldOrigin, parameterOrigin:
		return &e.from
	case constantOrigin:
		return e.condition.decided
	}
	return nil
}

// revoked returns what decides that a later setting switches the check on again.
func (r *reader) revoked(effects []effect, off *effect) *value {
	for i := range effects {
		e := &effects[i]
		on, known := boolOf(e.from.constant)
		if e.node.Pos() > off.node.Pos() && e.from.origin == constantOrigin && known && !on && e.condition.decided != nil {
			decided := *e.condition.decided
			if reached, ok := boolOf(decided.constant); ok {
				decided.constant = constant.MakeBool(!reached)
			}
			return &decided
		}
	}
	return nil
}

// callback says what a VerifyConnection or VerifyPeerCertificate does.
type callback uint8

const (
	noCallback callback = iota
	callbackVerifies
	callbackPartial // it accepts too much
	callbackUnknown // its source is not in the package
)

// callbackOf judges the functions that take the place of the check which InsecureSkipVerify switches off. A
// VerifyPeerCertificate is not called for resumed sessions (crypto/tls.Config), which a client has only with a
// ClientSessionCache.
func (r *reader) callbackOf(o *object) (callback, string, facts.Span) {
	found, weakness, span := noCallback, "", facts.Span{}
	for _, name := range []string{"VerifyConnection", "VerifyPeerCertificate"} {
		s := o.last(name)
		if s == nil || s.value == nil || isNil(s.value) {
			continue
		}
		kind, why := r.judgeCallback(s.value)
		if name == "VerifyPeerCertificate" && kind == callbackVerifies && o.last("ClientSessionCache") != nil {
			kind, why = callbackPartial, "VerifyPeerCertificate is not called when a session is resumed"
		}
		if kind == callbackVerifies {
			return callbackVerifies, "", facts.Span{}
		}
		if found == noCallback || kind == callbackUnknown {
			found, weakness, span = kind, why, r.span(s.node)
		}
	}
	return found, weakness, span
}

func isNil(e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && id.Name == "nil"
}

// judgeCallback looks into a callback's body for a comparison or a verification whose failure is returned.
func (r *reader) judgeCallback(e ast.Expr) (callback, string) {
	body := r.bodyOf(e)
	if body == nil {
		return callbackUnknown, ""
	}
	fails := false
	for _, ret := range returnsOf(body) {
		for _, result := range ret.Results {
			fails = fails || !isNil(result)
		}
		fails = fails || len(ret.Results) == 0
	}
	if !fails {
		return callbackPartial, "the callback accepts every certificate"
	}
	if opts := r.chainOnly(body); opts {
		return callbackPartial, "the callback checks the chain, but not the name"
	}
	return callbackVerifies, ""
}

// chainOnly reports whether a callback verifies chains without a name, and checks the name nowhere else.
func (r *reader) chainOnly(body *ast.BlockStmt) bool {
	chain, name := false, false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CompositeLit:
			if r.literalType(n) == "crypto/x509.VerifyOptions" {
				chain = true
				for _, element := range n.Elts {
					if kv, ok := element.(*ast.KeyValueExpr); ok {
						key, _ := kv.Key.(*ast.Ident)
						name = name || key != nil && key.Name == "DNSName"
					}
				}
			}
		case *ast.SelectorExpr:
			switch n.Sel.Name {
			case "VerifyHostname", "DNSName", "DNSNames", "URIs", "IPAddresses", "EmailAddresses", "CommonName", "Subject":
				name = true // names are looked at in some way
			case "Sum256", "Sum512", "ConstantTimeCompare", "Equal", "Raw", "RawSubjectPublicKeyInfo":
				name = true // a pin
			}
		}
		return true
	})
	return chain && !name
}

// bodyOf returns the body of a function value: a literal, or a function of the package.
func (r *reader) bodyOf(e ast.Expr) *ast.BlockStmt {
	switch e := ast.Unparen(e).(type) {
	case *ast.FuncLit:
		return e.Body
	case *ast.Ident:
		if fn := r.indexed().functions[r.info.ObjectOf(e)]; fn != nil {
			return fn.Body
		}
		if sets := r.indexed().sets[r.info.ObjectOf(e)]; len(sets) == 1 && sets[0].value != nil && sets[0].result == 0 {
			if _, again := sets[0].value.(*ast.Ident); !again {
				return r.bodyOf(sets[0].value)
			}
		}
	case *ast.SelectorExpr:
		if fn := r.indexed().functions[r.info.ObjectOf(e.Sel)]; fn != nil {
			return fn.Body
		}
	case *ast.CallExpr: // a function that makes the callback
		fn := r.ownFunction(e)
		if fn == nil || fn.Body == nil {
			return nil
		}
		for _, ret := range returnsOf(fn.Body) {
			if len(ret.Results) == 1 {
				if lit, ok := ret.Results[0].(*ast.FuncLit); ok {
					return lit.Body
				}
			}
		}
	}
	return nil
}
