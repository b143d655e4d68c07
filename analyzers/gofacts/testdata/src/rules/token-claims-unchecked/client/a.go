package client

import "github.com/golang-jwt/jwt/v5"

// A client that looks into its own token lets nobody in by it.
func expiresSoon(text string) bool {
	claims := jwt.MapClaims{}
	_, _, err := jwt.NewParser().ParseUnverified(text, claims)
	return err != nil
}
