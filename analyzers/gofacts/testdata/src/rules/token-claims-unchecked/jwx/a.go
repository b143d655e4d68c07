package jwx

import "github.com/lestrrat-go/jwx/v3/jwt"

func verify(data []byte, set any) error {
	_, err := jwt.Parse(data, jwt.WithKeySet(set), jwt.WithValidate(false)) // want `whatever it says of its expiry`
	return err
}

func validate(data []byte) error {
	_, err := jwt.Parse(data, jwt.WithVerify(false)) // want `without verifying its signature`
	return err
}

func sound(data []byte, set any) error {
	_, err := jwt.Parse(data, jwt.WithKeySet(set), jwt.WithAudience("https://mcp.example.com"))
	return err
}
