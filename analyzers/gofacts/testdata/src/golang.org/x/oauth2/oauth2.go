// Package oauth2 declares as much of the library as the tests use.
package oauth2

type Endpoint struct{ AuthURL, DeviceAuthURL, TokenURL string }

type Config struct {
	ClientID    string
	Endpoint    Endpoint
	RedirectURL string
}
