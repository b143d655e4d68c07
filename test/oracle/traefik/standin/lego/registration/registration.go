// Package registration registers nobody.
package registration

import (
	"context"
	"errors"

	"github.com/go-acme/lego/v5/acme"
)

// RegisterOptions asks for an account.
type RegisterOptions struct{ TermsOfServiceAgreed bool }

// RegisterEABOptions asks for one that is bound to another.
type RegisterEABOptions struct {
	TermsOfServiceAgreed bool
	Kid, HmacEncoded     string
}

// Registrar registers accounts.
type Registrar struct{}

var errNone = errors.New("this build registers nobody")

// Register fails.
func (*Registrar) Register(context.Context, RegisterOptions) (*acme.ExtendedAccount, error) {
	return nil, errNone
}

// RegisterWithExternalAccountBinding fails.
func (*Registrar) RegisterWithExternalAccountBinding(context.Context, RegisterEABOptions) (*acme.ExtendedAccount, error) {
	return nil, errNone
}
