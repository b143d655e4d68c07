package openssl

import (
	"strings"
	"sync"

	"github.com/wirevet/wirevet/facts"
)

// suite is a row of the table, in OpenSSL's own terms.
type suite struct {
	name   string // as cipher strings name it
	iana   string
	kx     keyExchange
	auth   authentication
	enc    encryption
	mac    digest
	lowest facts.TLSVersion
	class  class
	bits   int // of strength
	built  built
}

type (
	keyExchange    uint32
	authentication uint32
	encryption     uint32
	digest         uint32
	class          uint32
	built          uint8
)

// Which builds have a suite.
const (
	current   built = iota // those of 1.1.0 to 3.x, unless somebody left it out
	weakBuild              // only with enable-weak-ssl-ciphers, since 1.1.0
	old                    // none since 1.1.0
)

const (
	kANY keyExchange = 0 // TLS 1.3: the suite does not say
	kRSA keyExchange = 1 << iota
	kDHE
	kECDHE
	kDHr
	kDHd
	kECDHr
	kECDHe
	kPSK
	kRSAPSK
	kDHEPSK
	kECDHEPSK
	kSRP
	kGOST
	kGOST18
)

const (
	aANY authentication = 0
	aRSA authentication = 1 << iota
	aDSS
	aECDSA
	aDH
	aECDH
	aPSK
	aSRP
	aGOST01
	aGOST12
	aNULL
)

const (
	eNULL encryption = 1 << iota
	eDES
	e3DES
	eRC2
	eRC4
	eIDEA
	eSEED
	eAES128
	eAES256
	eAES128GCM
	eAES256GCM
	eAES128CCM
	eAES256CCM
	eAES128CCM8
	eAES256CCM8
	eCAMELLIA128
	eCAMELLIA256
	eARIA128GCM
	eARIA256GCM
	eChaCha20
	eGOST89
	eGOST89CNT12
	eMagma
	eKuznyechik
)

const (
	mMD5 digest = 1 << iota
	mSHA1
	mSHA256
	mSHA384
	mAEAD
	mGOST94
	mGOST89MAC
	mGOST89MAC12
	mGOST12
	mMAGMAOMAC
	mKUZNYECHIKOMAC
)

const (
	none class = 1 << iota
	low
	medium
	high
	fips
	export
	exp40
	notDefault

	strengths = none | low | medium | high | fips | export | exp40
)

// described returns the table in the words of facts, in its order.
var described = sync.OnceValue(func() []facts.CipherSuite {
	out := make([]facts.CipherSuite, len(suites))
	for i := range suites {
		out[i] = describe(&suites[i])
	}
	return out
})

func describe(s *suite) facts.CipherSuite {
	d := facts.CipherSuite{
		Name: s.iana, KeyExchange: keyExchanges[s.kx], Authenticates: authentications[s.auth], MAC: digests[s.mac],
		Bits: s.bits, Export: s.class&export != 0, Lowest: s.lowest,
	}
	e := encryptions[s.enc]
	d.Cipher, d.Mode, _ = strings.Cut(e, " ")
	return d
}

var keyExchanges = map[keyExchange]string{
	kANY: "any", kRSA: "RSA", kDHE: "DHE", kECDHE: "ECDHE", kDHr: "DH", kDHd: "DH", kECDHr: "ECDH", kECDHe: "ECDH",
	kPSK: "PSK", kRSAPSK: "RSA-PSK", kDHEPSK: "DHE-PSK", kECDHEPSK: "ECDHE-PSK", kSRP: "SRP", kGOST: "GOST", kGOST18: "GOST",
}

var authentications = map[authentication]string{
	aANY: "any", aRSA: "RSA", aDSS: "DSS", aECDSA: "ECDSA", aDH: "DH", aECDH: "ECDH", aPSK: "PSK", aSRP: "SRP",
	aGOST01: "GOST", aGOST12: "GOST", aGOST01 | aGOST12: "GOST", aNULL: "none",
}

// encryptions names the cipher and, behind a space, its mode.
var encryptions = map[encryption]string{
	eNULL: "NULL", eDES: "DES CBC", e3DES: "3DES CBC", eRC2: "RC2 CBC", eRC4: "RC4 stream", eIDEA: "IDEA CBC", eSEED: "SEED CBC",
	eAES128: "AES CBC", eAES256: "AES CBC", eAES128GCM: "AES GCM", eAES256GCM: "AES GCM", eAES128CCM: "AES CCM",
	eAES256CCM: "AES CCM", eAES128CCM8: "AES CCM_8", eAES256CCM8: "AES CCM_8", eCAMELLIA128: "CAMELLIA CBC",
	eCAMELLIA256: "CAMELLIA CBC", eARIA128GCM: "ARIA GCM", eARIA256GCM: "ARIA GCM", eChaCha20: "CHACHA20 POLY1305",
	eGOST89: "GOST stream", eGOST89CNT12: "GOST stream", eMagma: "MAGMA CTR", eKuznyechik: "KUZNYECHIK CTR",
}

var digests = map[digest]string{
	mMD5: "MD5", mSHA1: "SHA", mSHA256: "SHA256", mSHA384: "SHA384", mAEAD: "AEAD", mGOST94: "GOST", mGOST89MAC: "GOST",
	mGOST89MAC12: "GOST", mGOST12: "GOST", mMAGMAOMAC: "GOST", mKUZNYECHIKOMAC: "GOST",
}

// Registered returns the suite of a name as IANA registers it, or nil when OpenSSL has known none of it.
func Registered(name string) *facts.CipherSuite {
	for i := range suites {
		if suites[i].iana == name {
			return &described()[i]
		}
	}
	return nil
}
