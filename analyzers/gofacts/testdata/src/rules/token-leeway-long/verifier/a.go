package verifier

import (
	"time"

	"github.com/golang-jwt/jwt/v5"
	jwx "github.com/lestrrat-go/jwx/v3/jwt"
)

const grace = 10 * time.Minute

func verify(text string, key jwt.Keyfunc, skew time.Duration) {
	jwt.Parse(text, key, jwt.WithLeeway(time.Minute))
	jwt.Parse(text, key, jwt.WithLeeway(2*time.Minute)) // want `for 2m0s after it has expired`
	jwt.Parse(text, key, jwt.WithLeeway(grace))         // want `for 10m0s after it has expired`
	jwt.Parse(text, key, jwt.WithLeeway(skew))
	jwt.NewParser(jwt.WithLeeway(time.Hour)).Parse(text, key)        // want `for 1h0m0s after it has expired`
	jwx.Parse([]byte(text), jwx.WithAcceptableSkew(300*time.Second)) // want `for 5m0s after it has expired`
	jwx.Parse([]byte(text), jwx.WithAcceptableSkew(30*time.Second))
}
