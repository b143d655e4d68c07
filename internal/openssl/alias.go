package openssl

import "github.com/wirevet/wirevet/facts"

// criteria select suites. A zero field selects by nothing.
type criteria struct {
	suite  *suite // this one alone
	kx     keyExchange
	auth   authentication
	enc    encryption
	mac    digest
	lowest facts.TLSVersion // those that came with this version
	class  class
}

const (
	anyAESGCM   = eAES128GCM | eAES256GCM
	anyAESCCM8  = eAES128CCM8 | eAES256CCM8
	anyAESCCM   = eAES128CCM | eAES256CCM | anyAESCCM8
	anyAES128   = eAES128 | eAES128GCM | eAES128CCM | eAES128CCM8
	anyAES256   = eAES256 | eAES256GCM | eAES256CCM | eAES256CCM8
	anyCamellia = eCAMELLIA128 | eCAMELLIA256
	anyARIA     = eARIA128GCM | eARIA256GCM
	anyCBC      = eDES | e3DES | eRC2 | eIDEA | eSEED | eAES128 | eAES256 | anyCamellia
	anyGOST     = eGOST89 | eGOST89CNT12 | eMagma | eKuznyechik
)

// aliases are the names for groups of suites (ssl/ssl_ciph.c of 3.0.22). What 1.0.2h had besides selects suites that only
// it has: an alias of both selects what either does.
var aliases = map[string]criteria{
	"ALL":                 {enc: ^eNULL},
	"COMPLEMENTOFALL":     {enc: eNULL},
	"COMPLEMENTOFDEFAULT": {class: notDefault},

	"kRSA": {kx: kRSA}, "kEDH": {kx: kDHE}, "kDHE": {kx: kDHE}, "DH": {kx: kDHE | kDHr | kDHd},
	"kDHr": {kx: kDHr}, "kDHd": {kx: kDHd}, "kDH": {kx: kDHr | kDHd},
	"kEECDH": {kx: kECDHE}, "kECDHE": {kx: kECDHE}, "ECDH": {kx: kECDHE | kECDHr | kECDHe},
	"kECDHr": {kx: kECDHr}, "kECDHe": {kx: kECDHe}, "kECDH": {kx: kECDHr | kECDHe},
	"kPSK": {kx: kPSK}, "kRSAPSK": {kx: kRSAPSK}, "kECDHEPSK": {kx: kECDHEPSK}, "kDHEPSK": {kx: kDHEPSK},
	"kSRP": {kx: kSRP}, "kGOST": {kx: kGOST}, "kGOST18": {kx: kGOST18},

	"aRSA": {auth: aRSA}, "aDSS": {auth: aDSS}, "DSS": {auth: aDSS}, "aNULL": {auth: aNULL}, "aECDSA": {auth: aECDSA},
	"ECDSA": {auth: aECDSA}, "aPSK": {auth: aPSK}, "aSRP": {auth: aSRP}, "aDH": {auth: aDH}, "aECDH": {auth: aECDH},
	"aGOST01": {auth: aGOST01}, "aGOST12": {auth: aGOST12}, "aGOST": {auth: aGOST01 | aGOST12},

	"EDH": {kx: kDHE, auth: ^aNULL}, "DHE": {kx: kDHE, auth: ^aNULL},
	"EECDH": {kx: kECDHE, auth: ^aNULL}, "ECDHE": {kx: kECDHE, auth: ^aNULL},
	"NULL": {enc: eNULL}, "RSA": {kx: kRSA, auth: aRSA}, "ADH": {kx: kDHE, auth: aNULL}, "AECDH": {kx: kECDHE, auth: aNULL},
	"PSK": {kx: kPSK | kRSAPSK | kDHEPSK | kECDHEPSK}, "SRP": {kx: kSRP},

	"DES": {enc: eDES}, "3DES": {enc: e3DES}, "RC4": {enc: eRC4}, "RC2": {enc: eRC2}, "IDEA": {enc: eIDEA}, "SEED": {enc: eSEED},
	"eNULL": {enc: eNULL}, "GOST89": {enc: anyGOST}, "AES128": {enc: anyAES128}, "AES256": {enc: anyAES256},
	"AES": {enc: anyAES128 | anyAES256}, "AESGCM": {enc: anyAESGCM}, "AESCCM": {enc: anyAESCCM}, "AESCCM8": {enc: anyAESCCM8},
	"CAMELLIA128": {enc: eCAMELLIA128}, "CAMELLIA256": {enc: eCAMELLIA256}, "CAMELLIA": {enc: anyCamellia},
	"CHACHA20": {enc: eChaCha20}, "ARIA": {enc: anyARIA}, "ARIAGCM": {enc: anyARIA}, "ARIA128": {enc: eARIA128GCM},
	"ARIA256": {enc: eARIA256GCM}, "CBC": {enc: anyCBC},

	"MD5": {mac: mMD5}, "SHA1": {mac: mSHA1}, "SHA": {mac: mSHA1}, "SHA256": {mac: mSHA256}, "SHA384": {mac: mSHA384},
	"GOST94": {mac: mGOST94}, "GOST89MAC": {mac: mGOST89MAC | mGOST89MAC12}, "GOST12": {mac: mGOST12},

	"SSLv3": {lowest: facts.SSL3}, "TLSv1": {lowest: facts.TLS10}, "TLSv1.0": {lowest: facts.TLS10}, "TLSv1.2": {lowest: facts.TLS12},

	"LOW": {class: low}, "MEDIUM": {class: medium}, "HIGH": {class: high}, "FIPS": {enc: ^eNULL, class: fips},
	"EXP": {class: export}, "EXPORT": {class: export}, "EXPORT40": {class: exp40},

	"EDH-DSS-DES-CBC3-SHA": {kx: kDHE, auth: aDSS, enc: e3DES, mac: mSHA1, class: high | medium | fips},
	"EDH-RSA-DES-CBC3-SHA": {kx: kDHE, auth: aRSA, enc: e3DES, mac: mSHA1, class: high | medium | fips},
}

// suiteB are the lists that stand for the profiles of RFC 6460.
var suiteB = []struct{ prefix, list string }{
	{"SUITEB128ONLY", "ECDHE-ECDSA-AES128-GCM-SHA256"},
	{"SUITEB128C2", "ECDHE-ECDSA-AES256-GCM-SHA384"},
	{"SUITEB128", "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384"},
	{"SUITEB192", "ECDHE-ECDSA-AES256-GCM-SHA384"},
}

// defaultList is what DEFAULT stands for since 1.1.0 (OSSL_default_cipher_list).
const defaultList = "ALL:!COMPLEMENTOFDEFAULT:!eNULL"

func (c criteria) match(s *suite) bool {
	return (c.suite == nil || c.suite == s) &&
		(c.kx == 0 || c.kx&s.kx != 0) && (c.auth == 0 || c.auth&s.auth != 0) &&
		(c.enc == 0 || c.enc&s.enc != 0) && (c.mac == 0 || c.mac&s.mac != 0) &&
		(c.lowest == 0 || c.lowest == s.lowest) &&
		(c.class&strengths == 0 || c.class&strengths&s.class != 0) && (c.class&notDefault == 0 || s.class&notDefault != 0)
}

// and narrows c to what d selects as well, and reports whether anything can be left.
func (c *criteria) and(d criteria) bool {
	ok := narrow(&c.kx, d.kx) && narrow(&c.auth, d.auth) && narrow(&c.enc, d.enc) && narrow(&c.mac, d.mac)
	strength, byDefault := c.class&strengths, c.class&notDefault
	if strength == 0 && d.class&strengths != 0 {
		byDefault = 0 // the library forgets it when the first strength comes (ssl_cipher_process_rulestr)
	}
	ok = ok && narrow(&strength, d.class&strengths)
	c.class = strength | byDefault | d.class&notDefault
	if d.suite != nil {
		c.suite = d.suite
		return ok
	}
	if d.lowest != 0 {
		ok = ok && (c.lowest == 0 || c.lowest == d.lowest)
		c.lowest = d.lowest
	}
	return ok
}

func narrow[T ~uint32](have *T, more T) bool {
	switch {
	case more == 0:
	case *have == 0:
		*have = more
	default:
		*have &= more
		return *have != 0
	}
	return true
}
