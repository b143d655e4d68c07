// Package rest declares as much of the package as the tests use.
package rest

type Config struct{ Host, BearerToken string }
