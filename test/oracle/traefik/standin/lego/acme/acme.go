// Package acme has the accounts that Traefik stores.
package acme

// Account is an account of RFC 8555, section 7.1.2, without what it says.
type Account struct{}

// ExtendedAccount is an account with its address.
type ExtendedAccount struct {
	Account
	Location string
}
