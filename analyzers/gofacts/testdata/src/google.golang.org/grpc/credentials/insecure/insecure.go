// Package insecure stands in for the package of its name.
package insecure

import "google.golang.org/grpc/credentials"

func NewCredentials() credentials.TransportCredentials { return nil }
