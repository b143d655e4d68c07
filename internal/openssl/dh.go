package openssl

import (
	"encoding/asn1"
	"encoding/pem"
	"math/big"
)

// DHBits returns the size of the first Diffie-Hellman parameters in a PEM file, as `openssl dhparam` writes them (PKCS #3, and
// X9.42 behind another title); 0 when there are none.
func DHBits(data []byte) int {
	for {
		block, rest := pem.Decode(data)
		if block == nil {
			return 0
		}
		data = rest
		if block.Type != "DH PARAMETERS" && block.Type != "X9.42 DH PARAMETERS" {
			continue
		}
		// Either is a sequence that begins with the prime.
		var sequence asn1.RawValue
		if _, err := asn1.Unmarshal(block.Bytes, &sequence); err != nil || sequence.Tag != asn1.TagSequence {
			continue
		}
		var prime *big.Int
		if _, err := asn1.Unmarshal(sequence.Bytes, &prime); err == nil && prime.Sign() > 0 {
			return prime.BitLen()
		}
	}
}
