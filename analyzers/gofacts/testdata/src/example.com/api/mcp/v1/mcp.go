// Package mcpv1 is what protoc-gen-go-grpc makes of a service for tool calls.
package mcpv1

import "google.golang.org/grpc"

type (
	ToolsServer interface{ CallTool() }
	Tools       struct{}
)

func RegisterToolsServer(s *grpc.Server, srv ToolsServer) { s.RegisterService(nil, srv) }
