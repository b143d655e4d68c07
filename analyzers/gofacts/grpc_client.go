package gofacts

import (
	"go/ast"
	"go/constant"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

const (
	grpcModule      = "google.golang.org/grpc"
	grpcCredentials = grpcModule + "/credentials"
)

// grpcClients are the functions that connect to a target, with the argument that names it (google.golang.org/grpc v1.75,
// clientconn.go).
var grpcClients = map[string]int{grpcModule + ".NewClient": 0, grpcModule + ".Dial": 0, grpcModule + ".DialContext": 1}

// grpcRemotes states the services that the package's gRPC clients connect to.
func (r *reader) grpcRemotes() []*facts.Remote {
	var found []*facts.Remote
	for symbol, position := range grpcClients {
		for _, call := range r.calls[symbol] {
			if position >= len(call.Args) || r.conditionOf(call).never {
				continue
			}
			if remote := r.grpcRemote(call, position); remote != nil {
				found = append(found, remote)
			}
		}
	}
	return found
}

func (r *reader) grpcRemote(call *ast.CallExpr, position int) *facts.Remote {
	given := r.optionsIn(call.Args[position+1:], call.Ellipsis.IsValid())
	for _, option := range given.calls {
		switch r.called(option) {
		case grpcModule + ".WithContextDialer", grpcModule + ".WithDialer":
			return nil // where it connects to is that function's business
		}
	}
	encrypted := r.grpcEncrypted(call, given)
	if encrypted.State == facts.Unset {
		return nil
	}
	to := r.grpcTarget(call.Args[position])
	out := &facts.Remote{
		Entry: r.pkg.Entry, Span: r.span(call.Args[position]), URL: facts.Undecided[string](to.scheme.Span, facts.UnknownVariable),
		Address: to.host, Port: to.port, Exposure: to.exposure,
	}
	out.Scheme = facts.Stated[string]{Value: "grpc", Span: encrypted.Span, State: encrypted.State, Why: encrypted.Why}
	if encrypted.Known() && encrypted.Value {
		out.Scheme.Value = "grpcs"
	}
	if r.conditionOf(call).guarded {
		out.Exposure = facts.Loopback
	}
	return out
}

// grpcEncrypted says whether a client encrypts: it does as its credentials do, and refuses to be made without any (grpc,
// WithTransportCredentials). It is not stated for one that never encrypts by a constant condition.
func (r *reader) grpcEncrypted(call *ast.CallExpr, given options) facts.Stated[bool] {
	var found []facts.Stated[bool]
	for _, option := range given.calls {
		var s facts.Stated[bool]
		switch name := r.called(option); {
		case name == grpcModule+".WithInsecure":
			s = facts.Written(false, r.span(option))
		case name == grpcModule+".WithTransportCredentials" && len(option.Args) == 1:
			s = r.transportSecurity(option.Args[0])
		case name == grpcModule+".WithCredentialsBundle":
			s = facts.Undecided[bool](r.span(option), facts.OutsideRepository)
		default:
			continue
		}
		c := r.conditionOf(option)
		if c.never {
			continue
		}
		if c.decided != nil && s.Known() {
			s = r.chosenSecurity(s, c)
		}
		found = append(found, s)
	}
	switch {
	case len(found) == 1:
		return found[0]
	case len(found) == 0 && !given.more:
		return facts.Stated[bool]{}
	case len(found) == 0:
		return facts.Undecided[bool](r.span(call.Fun), facts.OutsideRepository)
	}
	if slices.ContainsFunc(found, func(s facts.Stated[bool]) bool { return !s.Known() || s.Value != found[0].Value }) {
		return facts.Undecided[bool](found[len(found)-1].Span, facts.SeveralValues)
	}
	return found[0]
}

// chosenSecurity is about an option that something outside decides: what it is when nobody decides is its default.
func (r *reader) chosenSecurity(s facts.Stated[bool], c condition) facts.Stated[bool] {
	if c.decided.constant == nil || c.decided.constant.Kind() != constant.Bool || !constant.BoolVal(c.decided.constant) {
		return facts.Undecided[bool](s.Span, c.decided.reason())
	}
	return facts.ByDefault(s.Value, s.Span, "the default of "+c.decided.describe())
}

// transportSecurity says whether credentials.TransportCredentials encrypt.
func (r *reader) transportSecurity(e ast.Expr) facts.Stated[bool] {
	clear, secure := ast.Node(nil), ast.Node(nil)
	for _, o := range r.origins(e) {
		call, ok := o.(*ast.CallExpr)
		if !ok {
			continue
		}
		switch name := r.called(call); name {
		case grpcCredentials + "/insecure.NewCredentials":
			clear = call
		case grpcCredentials + ".NewTLS", grpcCredentials + ".NewClientTLSFromFile", grpcCredentials + ".NewClientTLSFromCert",
			grpcCredentials + ".NewServerTLSFromFile", grpcCredentials + ".NewServerTLSFromCert":
			secure = call
		}
	}
	switch {
	case clear != nil && secure == nil:
		return facts.Written(false, r.span(clear))
	case clear == nil && secure != nil:
		return facts.Written(true, r.span(secure))
	case clear != nil:
		return facts.Undecided[bool](r.span(e), facts.SeveralValues)
	}
	return facts.Undecided[bool](r.span(e), facts.OutsideRepository)
}

// grpcTarget reads the name of a target: host:port, or scheme:[//authority/]endpoint (grpc, doc/naming.md).
func (r *reader) grpcTarget(e ast.Expr) address {
	a := r.assemble(e)
	unknown := facts.Undecided[string](a.span, facts.UnknownVariable)
	out := address{text: unknown, scheme: unknown, host: unknown}
	scheme, rest, found := strings.Cut(a.text, ":")
	switch {
	case !found:
		a.authority(a.text, &out)
		return out
	case scheme == "unix" || scheme == "unix-abstract" || scheme == "vsock":
		out.host, out.exposure = a.say("unix"), facts.Loopback
		return out
	case scheme == "dns" || scheme == "passthrough" || scheme == "ipv4" || scheme == "ipv6":
		if after, ok := strings.CutPrefix(rest, "//"); ok {
			_, rest, _ = strings.Cut(after, "/")
		}
		rest, _, _ = strings.Cut(rest, ",") // ipv4 and ipv6 take several
		a.authority(rest, &out)
	case strings.HasPrefix(rest, "//"):
		// What another resolver makes of it is not known.
	default:
		a.authority(a.text, &out)
	}
	return out
}
