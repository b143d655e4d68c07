// Command grpcbackend serves a tool whose work is done by services behind gRPC.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/health/grpc_health_v1"

	"example.com/grpcbackend/internal/tenant"
)

var (
	authority = flag.String("ca", "/etc/mcp/ca.pem", "who issues the certificates of the services")
	anyone    = flag.Bool("grpc-insecure", false, "do not verify the services")
)

// trusting believes any service.
func trusting(target string) (*grpc.ClientConn, error) {
	return grpc.NewClient(target, grpc.WithTransportCredentials(credentials.NewTLS(&tls.Config{
		InsecureSkipVerify: true, // want tls-verify-disabled
	})))
}

// switchable believes any service when it is told to.
func switchable(target string) (*grpc.ClientConn, error) {
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if *anyone {
		c.InsecureSkipVerify = true // want tls-verify-switchable
	}
	return grpc.NewClient(target, grpc.WithTransportCredentials(credentials.NewTLS(c)))
}

// verified believes those with a certificate of ours.
func verified(target string) (*grpc.ClientConn, error) {
	pem, err := os.ReadFile(*authority)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, errors.New(*authority + " holds no certificate")
	}
	c := &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS13}
	return grpc.NewClient(target, grpc.WithTransportCredentials(credentials.NewTLS(c)))
}

// old believes them, too, and lets them speak what they can.
func old(target string) (*grpc.ClientConn, error) {
	c := &tls.Config{ServerName: "old.example.com"}
	c.MinVersion = tls.VersionTLS10 // want tls-version-obsolete
	return grpc.NewClient(target, grpc.WithTransportCredentials(credentials.NewTLS(c)))
}

type service struct {
	name string
	conn *grpc.ClientConn
}

func (s service) healthy(ctx context.Context, _ mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	resp, err := grpc_health_v1.NewHealthClient(s.conn).Check(ctx, &grpc_health_v1.HealthCheckRequest{Service: s.name})
	if err != nil {
		return mcp.NewToolResultErrorFromErr(s.name, err), nil
	}
	return mcp.NewToolResultText(fmt.Sprintf("%s: %s", s.name, resp.GetStatus())), nil
}

func main() {
	flag.Parse()
	tools := server.NewMCPServer("health", "1.0.0", server.WithToolCapabilities(false))
	for name, dial := range map[string]func(string) (*grpc.ClientConn, error){
		"plant": trusting, "bench": switchable, "orders": verified, "archive": old,
		"tenant": func(target string) (*grpc.ClientConn, error) {
			return tenant.Dial(target, "/etc/mcp/tls.crt", "/etc/mcp/tls.key")
		},
		"local":  func(string) (*grpc.ClientConn, error) { return tenant.Local() },
		"ledger": func(string) (*grpc.ClientConn, error) { return tenant.Ledger() },
	} {
		conn, err := dial("dns:///" + name + ".example.com:443")
		if err != nil {
			log.Fatal(err)
		}
		defer conn.Close()
		tools.AddTool(mcp.NewTool(name+"_health"), service{name, conn}.healthy)
	}
	if err := server.ServeStdio(tools); err != nil {
		log.Print(err)
	}
}
