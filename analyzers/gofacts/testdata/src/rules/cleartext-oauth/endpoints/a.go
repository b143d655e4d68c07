package endpoints

import "golang.org/x/oauth2"

const issuer = "http://login.example.com"

var (
	_ = oauth2.Endpoint{
		AuthURL:  issuer + "/authorize",            // want `uses an OAuth endpoint without TLS: AuthURL`
		TokenURL: "http://login.example.com/token", // want `uses an OAuth endpoint without TLS: TokenURL`
	}
	_ = oauth2.Endpoint{AuthURL: "https://login.example.com/authorize", TokenURL: "http://localhost:9000/token"}
	_ = oauth2.Config{RedirectURL: "http://app.example.com/callback"} // want `has its authorization code sent without TLS`
	_ = oauth2.Config{RedirectURL: "http://127.0.0.1:7777/callback"}
)
