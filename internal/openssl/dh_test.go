package openssl_test

import (
	"testing"

	"github.com/wirevet/wirevet/internal/openssl"
)

// Two files of parameters as OpenSSL 3.0 writes them, too short for anything but a test.
const (
	pkcs3 = `-----BEGIN DH PARAMETERS-----
MEYCQQCpdJ6NmXADFRBrI4NxLcunHWTwI2UPWYD+AYIIBFrsWm1lSvFNVFIzmmZ5
0lQHFbpJ1Rv4SfXWAJqTQgtGqqmfAgEC
-----END DH PARAMETERS-----
`
	x942 = `-----BEGIN X9.42 DH PARAMETERS-----
MIG6AkEA91foO7voyL1ynz3MY1hvlS4eul8JSMXoGUAWQ2Sz42nrLL3cnH/qolJA
WZ2l5R2TpLIBXKNmxMrYeJ4qjgfaCQJBAJggTF6IywqkcfchjKyJM8/Nu7vnRGzs
hW7RswkTFroEFAZhS4ouozITNaGnKWb4cSQ27uRw/6RoaRxy3xuD6/gCFQC13gfC
2MTBSZl1bY+K8g0tOC46BTAbAxUAB+zdhwy8amBY6SuuVCPh0dc8pbcCAgCQ
-----END X9.42 DH PARAMETERS-----
`
	foreign = "-----BEGIN OTHER-----\nMAA=\n-----END OTHER-----\n"
	broken  = "-----BEGIN DH PARAMETERS-----\nMAA=\n-----END DH PARAMETERS-----\n"
)

func TestSizeOfDiffieHellmanParameters(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want int
	}{
		"as dhparam writes them": {pkcs3, 512},
		"with the order":         {x942, 512},
		"behind something else":  {foreign + broken + pkcs3, 512},
		"nothing of the kind":    {foreign, 0},
		"an empty sequence":      {broken, 0},
		"words":                  {"2048", 0},
	} {
		if got := openssl.DHBits([]byte(c.text)); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
