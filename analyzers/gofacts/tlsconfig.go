package gofacts

import (
	"go/ast"
	"go/constant"
	"go/types"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// readTLSConfigs states a policy for each tls.Config.
func (r *reader) readTLSConfigs() {
	r.collectObjects()
	for _, kind := range []string{"crypto/tls.Config", "github.com/refraction-networking/utls.Config"} {
		for _, o := range r.objectsOf(kind) {
			r.policyOf(o)
		}
	}
	r.readSwitchedCalls()
	r.readEarlyData()
}

// policyOf returns the policy that a tls.Config states; it is made once.
func (r *reader) policyOf(o *object) *facts.TLSPolicy {
	if p, ok := r.policies[o]; ok {
		return p
	}
	if r.policies == nil {
		r.policies = map[*object]*facts.TLSPolicy{}
	}
	p := &facts.TLSPolicy{
		Entry: r.pkg.Entry, Span: r.span(o.made), Setting: "tls.Config", Role: r.roleOf(o),
	}
	p.Subject = r.subjectOf(o.made, p.Role)
	r.policies[o] = p
	if p.Span.IsZero() {
		return p
	}
	r.readVerification(o, p)
	r.readVersions(o, p)
	r.readSuites(o, p)
	if p.Role != facts.TLSClient {
		r.readClientAuth(o, p)
	}
	r.facts.TLS = append(r.facts.TLS, p)
	return p
}

// subjectOf names who makes or takes the connections.
func (r *reader) subjectOf(n ast.Node, role facts.TLSRole) string {
	what := map[facts.TLSRole]string{
		facts.TLSClient: "the TLS client", facts.TLSServer: "the TLS server", facts.TLSEitherRole: "the TLS configuration",
	}[role]
	if fn := r.functionAround(n); fn != nil {
		return what + " in " + fn.Name.Name
	}
	return what + " of " + r.pkg.Entry.Component
}

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

// clientUses and serverUses are where a tls.Config decides one side of handshakes: keys of literals, fields, parameters.
var (
	clientFields = map[string]bool{"TLSClientConfig": true}
	serverFields = map[string]bool{"net/http.Server.TLSConfig": true}
	clientCalls  = map[string]bool{
		"crypto/tls.Dial": true, "crypto/tls.DialWithDialer": true, "crypto/tls.Client": true,
		"SetTLSClientConfig": true, "DialTLS": true, "WithTLSClientConfig": true,
	}
	serverCalls = map[string]bool{"crypto/tls.Listen": true, "crypto/tls.NewListener": true, "crypto/tls.Server": true}
)

// roleOf tells from its uses, else from its fields, which side of handshakes a tls.Config is for.
func (r *reader) roleOf(o *object) facts.TLSRole {
	if role := r.roleByUse(o); role != facts.TLSEitherRole {
		return role
	}
	for _, s := range o.settings {
		switch s.field {
		case "ClientAuth", "ClientCAs", "GetConfigForClient", "GetCertificate":
			return facts.TLSServer
		case "RootCAs", "ServerName", "InsecureSkipVerify", "ClientSessionCache", "GetClientCertificate":
			return facts.TLSClient
		}
	}
	return facts.TLSEitherRole
}

func (r *reader) roleByUse(o *object) facts.TLSRole {
	if sel, ok := o.made.(*ast.SelectorExpr); ok && o.literal == nil {
		return r.roleOfField(sel.Sel.Name, r.typeOf(sel.X))
	}
	for _, use := range r.usesOf(o.made) {
		path := r.pathTo(use)
		for i := len(path) - 2; i >= 0 && i >= len(path)-4; i-- {
			switch parent := path[i].(type) {
			case *ast.KeyValueExpr:
				key, _ := parent.Key.(*ast.Ident)
				lit, _ := path[i-1].(*ast.CompositeLit)
				if key != nil && lit != nil {
					if role := r.roleOfField(key.Name, r.literalType(lit)); role != facts.TLSEitherRole {
						return role
					}
				}
			case *ast.AssignStmt:
				if sel, ok := parent.Lhs[0].(*ast.SelectorExpr); ok && len(parent.Lhs) == 1 {
					if role := r.roleOfField(sel.Sel.Name, r.typeOf(sel.X)); role != facts.TLSEitherRole {
						return role
					}
				}
			case *ast.CallExpr:
				if role := r.roleOfCall(parent, path[:i]); role != facts.TLSEitherRole {
					return role
				}
			}
		}
	}
	return facts.TLSEitherRole
}

func (r *reader) roleOfField(field, owner string) facts.TLSRole {
	switch {
	case clientFields[field]:
		return facts.TLSClient
	case serverFields[owner+"."+field]:
		return facts.TLSServer
	}
	return facts.TLSEitherRole
}

func (r *reader) roleOfCall(call *ast.CallExpr, above []ast.Node) facts.TLSRole {
	name := r.symbol(call.Fun)
	last := ""
	if id := calledName(call); id != nil {
		last = id.Name
	}
	switch {
	case clientCalls[name] || clientCalls[last]:
		return facts.TLSClient
	case serverCalls[name]:
		return facts.TLSServer
	case strings.HasSuffix(name, "grpc/credentials.NewTLS"):
		for i := len(above) - 1; i >= 0; i-- {
			if outer, ok := above[i].(*ast.CallExpr); ok {
				switch lastPart(r.symbol(outer.Fun)) {
				case "Creds", "NewServer":
					return facts.TLSServer
				case "WithTransportCredentials", "NewClient", "Dial", "DialContext":
					return facts.TLSClient
				}
			}
		}
	}
	return facts.TLSEitherRole
}

// usesOf lists an expression and the places where the variable that holds it is used, in its function.
func (r *reader) usesOf(n ast.Node) []ast.Node {
	uses := []ast.Node{n}
	path := r.pathTo(n)
	var held types.Object
	for i := len(path) - 2; i >= 0 && i >= len(path)-4 && held == nil; i-- {
		switch parent := path[i].(type) {
		case *ast.AssignStmt:
			for _, left := range parent.Lhs[:1] {
				if id, ok := left.(*ast.Ident); ok {
					held = r.info.ObjectOf(id)
				}
			}
		case *ast.ValueSpec:
			held = r.info.Defs[parent.Names[0]]
		}
	}
	if id, ok := n.(*ast.Ident); ok {
		held = r.info.ObjectOf(id)
	}
	if held == nil || len(path) == 0 {
		return uses
	}
	ast.Inspect(path[0], func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && r.info.Uses[id] == held {
			uses = append(uses, id)
		}
		return true
	})
	return uses
}

// readEarlyData states which QUIC endpoints take 0-RTT data; crypto/tls itself has it for no other.
func (r *reader) readEarlyData() {
	for _, o := range r.objectsOf("github.com/quic-go/quic-go.Config") {
		accepted, found := r.boolSetting(o, "Allow0RTT")
		if !found {
			continue
		}
		r.facts.TLS = append(r.facts.TLS, &facts.TLSPolicy{
			Entry: r.pkg.Entry, Span: r.span(o.made), Setting: "Allow0RTT", Subject: "the QUIC endpoint of " + r.pkg.Entry.Component,
			Role: facts.TLSEitherRole, EarlyData: accepted,
		})
	}
}
