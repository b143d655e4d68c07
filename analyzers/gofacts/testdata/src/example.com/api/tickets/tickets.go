// Package tickets is what protoc-gen-go-grpc makes of services.
package tickets

import "google.golang.org/grpc"

func RegisterTicketsServer(s *grpc.Server, srv any) { s.RegisterService(nil, srv) }

func RegisterTicketsMCPServer(s *grpc.Server, srv any) { s.RegisterService(nil, srv) }
