package gofacts

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

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
	name := r.called(call)
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
				switch lastPart(r.called(outer)) {
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
