// Package credentials stands in for the package of its name.
package credentials

import "crypto/tls"

type TransportCredentials interface{ ClientHandshake() }

func NewTLS(c *tls.Config) TransportCredentials { return nil }

func NewClientTLSFromFile(cert, name string) (TransportCredentials, error) { return nil, nil }

func NewServerTLSFromFile(cert, key string) (TransportCredentials, error) { return nil, nil }
