package grpcserver

import (
	"crypto/tls"
	"log"
	"net"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"

	mcpv1 "example.com/api/mcp/v1"
	"example.com/api/tickets"
)

func open() {
	l, err := net.Listen("tcp", ":50051") // want `gRPC serves plain HTTP on every interface, port 50051`
	if err != nil {
		log.Fatal(err)
	}
	s := grpc.NewServer()
	mcpv1.RegisterToolsServer(s, nil)
	log.Fatal(s.Serve(l))
}

func byName() {
	l, _ := net.Listen("tcp", "0.0.0.0:50052") // want `gRPC serves plain HTTP on every interface, port 50052`
	s := grpc.NewServer(grpc.MaxRecvMsgSize(1 << 20))
	tickets.RegisterTicketsMCPServer(s, nil)
	s.Serve(l)
}

type app struct {
	server *grpc.Server
	l      net.Listener
}

func newApp() *app {
	a := &app{server: grpc.NewServer()}
	a.l, _ = net.Listen("tcp", ":50053") // want `gRPC serves plain HTTP on every interface, port 50053`
	mcpv1.RegisterToolsServer(a.server, nil)
	return a
}

func (a *app) run() error { return a.server.Serve(a.l) }

func encrypted(c *tls.Config) {
	l, _ := net.Listen("tcp", ":50054")
	s := grpc.NewServer(grpc.Creds(credentials.NewTLS(c)))
	mcpv1.RegisterToolsServer(s, nil)
	s.Serve(l)

	creds, _ := credentials.NewServerTLSFromFile("cert.pem", "key.pem")
	opts := []grpc.ServerOption{grpc.Creds(creds)}
	s = grpc.NewServer(opts...)
	mcpv1.RegisterToolsServer(s, nil)
	s.Serve(l)

	over, _ := tls.Listen("tcp", ":50055", c)
	s = grpc.NewServer()
	mcpv1.RegisterToolsServer(s, nil)
	s.Serve(over)
}

func local() {
	l, _ := net.Listen("tcp", "127.0.0.1:50056")
	s := grpc.NewServer()
	mcpv1.RegisterToolsServer(s, nil)
	s.Serve(l)
	u, _ := net.Listen("unix", "/run/tools.sock")
	s.Serve(u)
}

func chosen() {
	l, _ := net.Listen("tcp", ":50057")
	var opts []grpc.ServerOption
	if cert := os.Getenv("CERT"); cert != "" {
		creds, _ := credentials.NewServerTLSFromFile(cert, os.Getenv("KEY"))
		opts = append(opts, grpc.Creds(creds))
	}
	s := grpc.NewServer(opts...)
	mcpv1.RegisterToolsServer(s, nil)
	s.Serve(l)
}

// What is not MCP is not our business.
func other() {
	l, _ := net.Listen("tcp", ":50058")
	s := grpc.NewServer()
	tickets.RegisterTicketsServer(s, nil)
	s.Serve(l)
}
