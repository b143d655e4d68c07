// Package legacy reads the tokens that were given out until 2024.
package legacy

import "github.com/golang-jwt/jwt/v5"

// Verify reads a token, and believes it.
func Verify(text string) (*jwt.Token, error) {
	token, _, err := jwt.NewParser().ParseUnverified(text, jwt.MapClaims{}) // want token-claims-unchecked
	if err != nil {
		return nil, err
	}
	token.Valid = true
	return token, nil
}
