package oidc

import "github.com/coreos/go-oidc/v3/oidc"

func configs(id string) []*oidc.Config {
	return []*oidc.Config{
		&oidc.Config{ClientID: id},
		&oidc.Config{ClientID: id, SkipExpiryCheck: true},            // want `that has expired`
		&oidc.Config{SkipClientIDCheck: true},                        // want `issued for somebody else`
		&oidc.Config{ClientID: id, InsecureSkipSignatureCheck: true}, // want `without verifying its signature`
		&oidc.Config{ClientID: id, SkipExpiryCheck: false},
	}
}
