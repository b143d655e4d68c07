package grpcclients

import (
	"context"
	"crypto/tls"
	"flag"
	"net"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
)

var (
	plain  = flag.Bool("plaintext", false, "no TLS")
	clear  = flag.Bool("clear", true, "no TLS")
	target = flag.String("target", "tools.example.com:50051", "the service")
)

func open() {
	grpc.NewClient("tools.example.com:50051", grpc.WithTransportCredentials(insecure.NewCredentials())) // want `called without TLS at grpc://tools.example.com:50051`
	grpc.Dial("dns:///10.0.0.7:443", grpc.WithInsecure(), grpc.WithBlock())                             // want `called without TLS at grpc://10.0.0.7:443`
	grpc.NewClient(*target, grpc.WithTransportCredentials(insecure.NewCredentials()))                   // want `called without TLS at grpc://tools.example.com:50051`
}

func inSlice(ctx context.Context) {
	opts := []grpc.DialOption{grpc.WithBlock()}
	opts = append(opts, grpc.WithTransportCredentials(insecure.NewCredentials()))
	grpc.DialContext(ctx, "tools.example.com:50051", opts...) // want `called without TLS`
}

func options() []grpc.DialOption {
	creds := insecure.NewCredentials()
	return []grpc.DialOption{grpc.WithTransportCredentials(creds)}
}

func fromFunction() {
	grpc.NewClient("passthrough:///tools.example.com:50051", options()...) // want `called without TLS`
}

func clearUnlessToldOtherwise() {
	var opts []grpc.DialOption
	if *clear {
		opts = append(opts, grpc.WithTransportCredentials(insecure.NewCredentials()))
	}
	grpc.NewClient("tools.example.com:50051", opts...) // want `called without TLS`
}

// What follows is encrypted, stays on this machine, or is not known.

func encrypted() {
	grpc.NewClient("tools.example.com:443", grpc.WithTransportCredentials(credentials.NewTLS(&tls.Config{})))
	creds, _ := credentials.NewClientTLSFromFile("ca.pem", "")
	grpc.NewClient("tools.example.com:443", grpc.WithTransportCredentials(creds))
}

func local() {
	grpc.NewClient("localhost:50051", grpc.WithTransportCredentials(insecure.NewCredentials()))
	grpc.NewClient("dns:///127.0.0.1:50051", grpc.WithTransportCredentials(insecure.NewCredentials()))
	grpc.NewClient("unix:///run/tools.sock", grpc.WithTransportCredentials(insecure.NewCredentials()))
	grpc.NewClient("tools:50051", grpc.WithTransportCredentials(insecure.NewCredentials()))
	grpc.NewClient("passthrough:///tools.example.com", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(context.Context, string) (net.Conn, error) { return net.Dial("unix", "/run/tools.sock") }))
}

func chosen() {
	var opts []grpc.DialOption
	if *plain {
		opts = append(opts, grpc.WithTransportCredentials(insecure.NewCredentials()))
	} else {
		opts = append(opts, grpc.WithTransportCredentials(credentials.NewTLS(nil)))
	}
	grpc.NewClient("tools.example.com:50051", opts...)
	creds := credentials.NewTLS(nil)
	if *plain {
		creds = insecure.NewCredentials()
	}
	grpc.NewClient("tools.example.com:50051", grpc.WithTransportCredentials(creds))
}

func notKnown() {
	grpc.NewClient(os.Getenv("TOOLS"), grpc.WithTransportCredentials(insecure.NewCredentials()))
	grpc.NewClient("xds:///tools", grpc.WithTransportCredentials(insecure.NewCredentials()))
}
