// Package lego is a client of ACME that never asks.
package lego

import (
	"crypto/x509"
	"errors"
	"net/http"
	"time"

	"github.com/go-acme/lego/v5/certificate"
	"github.com/go-acme/lego/v5/challenge"
	"github.com/go-acme/lego/v5/challenge/dns01"
	"github.com/go-acme/lego/v5/challenge/http01"
	"github.com/go-acme/lego/v5/challenge/tlsalpn01"
	"github.com/go-acme/lego/v5/registration"
)

// DirectoryURLLetsEncrypt leads nowhere.
const DirectoryURLLetsEncrypt = "https://acme.invalid/directory"

// Config is how a client would ask.
type Config struct {
	CADirURL, UserAgent string
	HTTPClient          *http.Client
	Certificate         struct{ Timeout time.Duration }
}

// Client would ask.
type Client struct {
	Certificate  *certificate.Certifier
	Challenge    *SolverManager
	Registration *registration.Registrar
}

// SolverManager takes what answers challenges.
type SolverManager struct{}

// SetHTTP01Provider does nothing.
func (*SolverManager) SetHTTP01Provider(challenge.Provider, ...http01.ChallengeOption) error {
	return nil
}

// SetTLSALPN01Provider does nothing.
func (*SolverManager) SetTLSALPN01Provider(challenge.Provider, ...tlsalpn01.ChallengeOption) error {
	return nil
}

// SetDNS01Provider does nothing.
func (*SolverManager) SetDNS01Provider(challenge.Provider, ...dns01.ChallengeOption) error {
	return nil
}

// NewConfig returns an empty one.
func NewConfig(any) *Config { return &Config{} }

var errNone = errors.New("this build has no client of ACME")

// NewClient fails.
func NewClient(*Config) (*Client, error) { return nil, errNone }

// CreateCertPool fails.
func CreateCertPool([]string, bool) (*x509.CertPool, error) { return nil, errNone }
