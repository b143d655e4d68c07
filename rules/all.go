package rules

import "slices"

// all are the rules, sorted by id. They stand in a list, and each is a plain literal, so that the compiler lays them out: a
// program that starts pays nothing for them.
var all = []*Rule{
	AcceptanceExpired,
	AcceptanceUnused,
	AuditFieldsMissing,
	AuditHTTPOnly,
	AuditMissing,
	AuditOff,
	AuditRetentionUndeclared,
	AuditSinkMutable,
	CertExpired,
	CertExpiring,
	CertKeyWeak,
	CertLifetimeLong,
	CertNameMismatch,
	CertRenewalManual,
	CertSelfSigned,
	CertSignatureWeak,
	CleartextListener,
	CleartextOAuth,
	CleartextRemote,
	CleartextRoute,
	CleartextUpstream,
	ConfigWritable,
	CORSWildcard,
	DeclarationContradicted,
	EndpointExposed,
	EndpointUnauthenticated,
	FileModePermissive,
	FilesCredentialsReachable,
	FilesTooBroad,
	FilesWritable,
	HSTSMissing,
	HTTPTimeoutsMissing,
	IgnoreWithoutReason,
	KeyCommitted,
	KeyPermissions,
	LaunchAutoApproved,
	LaunchDebugPort,
	LaunchPathWritable,
	LaunchRemoteCode,
	LaunchShell,
	LaunchUnpinned,
	ListenAllInterfaces,
	MTLSMissing,
	MTLSOptional,
	MTLSUnverified,
	OriginUnchecked,
	ProcessCapabilities,
	ProcessConfinementOff,
	ProcessEnvInherited,
	ProcessNamespaceShared,
	ProcessPrivileged,
	ProcessRoot,
	ProcessSocketMounted,
	ProcessUnconfined,
	RotationOverdue,
	RotationUndeclared,
	SecretFileCommitted,
	SecretFilePermissions,
	SecretInArgs,
	SecretInConfig,
	SecretInImage,
	SecretInSource,
	SecretInURL,
	SecretLogged,
	SecretParamMirrored,
	ServerDefinedDifferently,
	SessionIDPredictable,
	SSHHostUnverified,
	TLS13Off,
	TLSCipherWeak,
	TLSEarlyData,
	TLSPolicyShadowed,
	TLSVerifyDefaultOff,
	TLSVerifyDisabled,
	TLSVerifyPartial,
	TLSVerifySwitchable,
	TLSVersionImplicit,
	TLSVersionObsolete,
	TokenClaimsUnchecked,
	TokenCompareTiming,
	TokenLeewayLong,
	TokenPassthrough,
	TransportDeprecated,
}

// All returns every rule, sorted by id.
func All() []*Rule { return slices.Clone(all) }

// Find returns the rule of that id, or nil.
func Find(id string) *Rule {
	for _, r := range all {
		if r.ID == id {
			return r
		}
	}
	return nil
}
