// Package grpc stands in for the module of its name.
package grpc

import (
	"context"
	"net"

	"google.golang.org/grpc/credentials"
)

type (
	DialOption             interface{ dial() }
	ServerOption           interface{ serve() }
	ClientConn             struct{}
	Server                 struct{}
	ServiceDesc            struct{}
	UnaryServerInterceptor func(ctx context.Context, req any, next func(context.Context, any) (any, error)) (any, error)
)

func NewClient(target string, opts ...DialOption) (*ClientConn, error) { return nil, nil }

func Dial(target string, opts ...DialOption) (*ClientConn, error) { return nil, nil }

func DialContext(ctx context.Context, target string, opts ...DialOption) (*ClientConn, error) {
	return nil, nil
}

func WithInsecure() DialOption { return nil }

func WithBlock() DialOption { return nil }

func WithTransportCredentials(c credentials.TransportCredentials) DialOption { return nil }

func WithContextDialer(dial func(context.Context, string) (net.Conn, error)) DialOption { return nil }

func NewServer(opts ...ServerOption) *Server { return nil }

func Creds(c credentials.TransportCredentials) ServerOption { return nil }

func UnaryInterceptor(i UnaryServerInterceptor) ServerOption { return nil }

func ChainUnaryInterceptor(i ...UnaryServerInterceptor) ServerOption { return nil }

func MaxRecvMsgSize(n int) ServerOption { return nil }

func (*Server) Serve(l net.Listener) error { return nil }

func (*Server) RegisterService(d *ServiceDesc, impl any) {}
