package defaults

// ClientVerification is whether a client over TLS checks the certificate where no CA is named.
const ClientVerification = "client verification"

// istio's defaults. Source of the threshold: the release notes of 1.21, which turn VERIFY_CERTIFICATE_AT_CLIENT on; the
// compatibility profile 1.20 turns it off again, until that was removed in 1.24.
var istio = []Row{
	{"istio", ClientVerification, "", "1.21", "none", "release notes of 1.21: VERIFY_CERTIFICATE_AT_CLIENT"},
	{"istio", ClientVerification, "1.21", "", "system", "release notes of 1.21: VERIFY_CERTIFICATE_AT_CLIENT"},
}
