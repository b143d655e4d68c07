// Package certificate obtains none.
package certificate

import (
	"context"
	"errors"

	"github.com/go-acme/lego/v5/certcrypto"
)

// ObtainRequest asks for a certificate.
type ObtainRequest struct {
	Domains, EmailAddresses  []string
	Bundle, EnableCommonName bool
	Profile, PreferredChain  string
	KeyType                  certcrypto.KeyType
}

// RenewOptions asks for one again.
type RenewOptions struct {
	EmailAddresses           []string
	Bundle, EnableCommonName bool
	Profile, PreferredChain  string
}

// Resource is what was obtained.
type Resource struct {
	ID                      string
	Domains                 []string
	PrivateKey, Certificate []byte
}

// Certifier obtains certificates.
type Certifier struct{}

var errNone = errors.New("this build obtains no certificates")

// Obtain fails.
func (*Certifier) Obtain(context.Context, ObtainRequest) (*Resource, error) { return nil, errNone }

// Renew fails.
func (*Certifier) Renew(context.Context, Resource, *RenewOptions) (*Resource, error) {
	return nil, errNone
}
