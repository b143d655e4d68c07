package gofacts

import (
	"go/ast"
	"go/constant"

	"github.com/wirevet/wirevet/facts"
)

// clientAuths are the values of tls.ClientAuthType.
var clientAuths = []facts.ClientAuth{
	facts.NoClientCert, facts.RequestClientCert, facts.RequireAnyCert, facts.VerifyIfGiven, facts.RequireAndVerify,
}

// readClientAuth states what a server does about its clients' certificates.
func (r *reader) readClientAuth(o *object, p *facts.TLSPolicy) {
	effects := r.effects(o.of("ClientAuth"))
	if len(effects) == 0 {
		return
	}
	e := effects[len(effects)-1]
	if len(effects) > 1 {
		p.ClientAuth = facts.Undecided[facts.ClientAuth](r.span(e.node), facts.SeveralValues)
		return
	}
	p.ClientAuth = stated(e.from, r.span(e.node), func(c constant.Value) (facts.ClientAuth, bool) {
		n, ok := constant.Int64Val(constant.ToInt(c))
		if !ok || n < 0 || n >= int64(len(clientAuths)) {
			return 0, false
		}
		return clientAuths[n], true
	})
	if s := o.last("ClientCAs"); s != nil && s.value != nil {
		p.ClientCAs = r.pool(s)
	}
	check, _, _ := r.callbackOf(o)
	p.ClientAuthChecked = check == callbackVerifies || check == callbackUnknown || r.looksAtClientCertificates()
}

// pool says where the certificates of a pool come from.
func (r *reader) pool(s *setting) facts.Stated[string] {
	e := ast.Unparen(s.value)
	if id, ok := e.(*ast.Ident); ok {
		if sets := r.indexed().sets[r.info.ObjectOf(id)]; len(sets) == 1 && sets[0].value != nil {
			e = ast.Unparen(sets[0].value)
		}
	}
	if call, ok := e.(*ast.CallExpr); ok && r.called(call) == "crypto/x509.SystemCertPool" {
		return facts.Written("system", r.span(s.node))
	}
	return facts.Undecided[string](r.span(s.node), facts.OutsideRepository)
}

// looksAtClientCertificates reports whether the package reads what became of a client's certificate. What the callback of
// a tls.Config reads is the business of that configuration alone.
func (r *reader) looksAtClientCertificates() bool {
	for _, file := range r.files {
		found := false
		r.inspect(file, func(n ast.Node) bool {
			if isVerifyCallback(n) {
				return false
			}
			if sel, ok := n.(*ast.SelectorExpr); ok && (sel.Sel.Name == "PeerCertificates" || sel.Sel.Name == "VerifiedChains") {
				found = true
			}
			return !found
		})
		if found {
			return true
		}
	}
	return false
}

// isVerifyCallback reports whether a node sets the callback of a tls.Config by a function literal.
func isVerifyCallback(n ast.Node) bool {
	var target, value ast.Expr
	switch n := n.(type) {
	case *ast.KeyValueExpr:
		target, value = n.Key, n.Value
	case *ast.AssignStmt:
		if len(n.Lhs) != 1 || len(n.Rhs) != 1 {
			return false
		}
		target, value = n.Lhs[0], n.Rhs[0]
	default:
		return false
	}
	if sel, ok := target.(*ast.SelectorExpr); ok {
		target = sel.Sel
	}
	name, ok := target.(*ast.Ident)
	if _, literal := value.(*ast.FuncLit); !ok || !literal {
		return false
	}
	return name.Name == "VerifyConnection" || name.Name == "VerifyPeerCertificate"
}
