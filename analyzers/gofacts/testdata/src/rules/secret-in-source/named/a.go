package named

import (
	"flag"
	"net/http"
	"os"
)

const apiKey = "q8Zr4Lw1" + "Xc6Vb3Nm"

var (
	databasePassword = "h7Gx2Kp9Lm4Q" // want `has the value of databasePassword in its source`
	tokenURL         = "https://login.example.com/oauth2/v2.0/token"
	tokenHeader      = "x-api-key-v1-2025"
	apiKeyName       = "TICKETS_API_KEY_2"
	errorToken       = "invalid_token_error"
	placeholderToken = "your-token-1234-here"
	exampleSecret    = "ghp-example-1a2b3c4d"
	accessTokenType  = "urn:ietf:params:oauth:token-type:access_token"
)

type config struct{ APIKey, Secret string }

func values(r *http.Request) config {
	os.Setenv("TICKETS_API_KEY", "q8Zr4Lw1Xc6Vb3Nm")                     // want `the value of TICKETS_API_KEY`
	r.Header.Set("Authorization", "Bearer q8Zr4Lw1Xc6Vb3Nm")             // want `the value of Authorization`
	flag.String("api-token", "0Kj7Hg2Fd5Sa9PoT", "the token of tickets") // want `the value of api-token`
	r.Header["X-Api-Key"] = []string{"q8Zr4Lw1Xc6Vb3Nm"}                 // want `the value of X-Api-Key`
	flag.String("api-token-file", "/run/secrets/token1234567", "a path")
	r.Header.Set("Authorization", "Bearer "+os.Getenv("TICKETS_API_KEY"))
	return config{
		APIKey: "q8Zr4Lw1Xc6Vb3Nm", // want `the value of APIKey`
		Secret: "tickets-oauth-credentials",
	}
}
