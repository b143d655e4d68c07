package grpcserver

import (
	"context"
	"crypto/tls"
	"net"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"

	mcpv1 "example.com/api/mcp/v1"
)

func open(c *tls.Config) {
	l, _ := net.Listen("tcp", ":50051") // want `gRPC takes calls from anyone`
	s := grpc.NewServer(grpc.Creds(credentials.NewTLS(c)))
	mcpv1.RegisterToolsServer(s, nil)
	s.Serve(l)
}

func certificates() {
	l, _ := net.Listen("tcp", ":50052")
	s := grpc.NewServer(grpc.Creds(credentials.NewTLS(&tls.Config{ClientAuth: tls.RequireAndVerifyClientCert})))
	mcpv1.RegisterToolsServer(s, nil)
	s.Serve(l)
}

func authenticate(ctx context.Context, req any, next func(context.Context, any) (any, error)) (any, error) {
	return next(ctx, req)
}

func intercepted() {
	l, _ := net.Listen("tcp", ":50053")
	s := grpc.NewServer(grpc.UnaryInterceptor(authenticate))
	mcpv1.RegisterToolsServer(s, nil)
	s.Serve(l)
}
