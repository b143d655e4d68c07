package caddy

import (
	"github.com/wirevet/wirevet/facts"
)

// server is what accepts connections on an address: all sites of it share its TLS policies.
type server struct {
	sites                   []*site
	policies                []*policy // in the order in which they are asked whether they match
	on                      []*served // what its sites are written as; empty for JSON
	tls                     facts.Stated[bool]
	onHTTPPort, onHTTPSPort bool
}

// site is what answers to one set of names on one address.
type site struct {
	*rules
	span  facts.Span // the address that names it
	names []facts.Stated[string]
	hosts []string // the names that are known; empty for a site that answers to every name

	address, port facts.Stated[string]
	exposure      facts.Exposure
	plain         bool    // written with http://
	policy        *policy // its own; nil when it has none
	certificates  []facts.CertificateRef
	ported        bool       // its addresses name a port that is neither 80 nor 443
	stray         *accessLog // the log of others, which it gets into; nil when it does not
}

// rules are what a site does with requests, on whatever address they come.
type rules struct {
	entry      *facts.Entry
	emitted    bool
	steps      []*step
	logs       []*accessLog
	secretsLog []facts.Span // where the keys of sessions are written down
	// seesClient is true when something of it uses the client's certificate.
	seesClient bool
	// clear and encrypted are its routes behind a listener without and with TLS; policies those of its handshakes, by what
	// governs them. They are stated once.
	clear, encrypted []*facts.Route
	policies         map[facts.Span]*facts.TLSPolicy
}

// policy is a TLS connection policy.
type policy struct {
	hosts       []string // the server names that it is for; empty for all
	span        facts.Span
	setting     string
	conditional bool // a template decides whether it is there
	empty       bool // it sets nothing: Caddy passes such a policy over
	min, max    word
	tags        []word // of the certificates that it selects
	ciphers     []word

	clientAuth bool
	mode       word
	trusts     facts.Stated[string]
	verifier   bool // a module looks at the certificate
	leaf       bool // of which the certificates themselves are listed
	authSpan   facts.Span
}

// step is one thing that is done with a request. Steps stand in the order in which they are done.
type step struct {
	span facts.Span // what says so
	path facts.Span // what names the path; the directive's name without one
	when *condition // nil for always
	// inner are the steps of a group; prefix is what it cuts off the path first.
	inner  []*step
	prefix string
	// exclusive steps of one list are alternatives: the first that matches is the only one.
	exclusive bool
	final     bool // answers; nothing behind it is reached by what it matches

	proxy    *proxy
	redirect bool // to https
	refuses  bool

	auth      facts.AuthenticationKind
	headers   []header
	skipsLog  bool
	bodyLimit bool
	streams   bool
	unsure    bool // a template decides whether it is there
}

// condition is a set of matchers, all of which have to match. Without any it matches everything.
type condition struct {
	paths   []word
	pattern word // path_regexp
	// ranges are the addresses that alone match; outside is true when they alone do not.
	ranges  []facts.Stated[string]
	outside bool
	// origin is true when it looks at the header Origin, credential when it looks at one that carries credentials.
	origin     bool
	credential facts.AuthenticationKind
	without    bool // it matches requests that lack the credential, or whose is another
	secure     bool // matches https only
	clear      bool // matches http only
	other      bool // something else decides as well
}

// header is a change to a header of the answer.
type header struct {
	name     string // lower case
	value    word
	removes  bool
	fallback bool // set only when nothing else sets it
}

// proxy is a next hop.
type proxy struct {
	span      facts.Span // the directive
	addresses []word
	dynamic   facts.Span // the addresses are found at run time
	tls       facts.Span // what makes it TLS; zero without
	scheme    facts.Stated[string]
	skips     facts.Span // tls_insecure_skip_verify
	name      word       // tls_server_name
	trusts    facts.Stated[string]
	client    []facts.CertificateRef
	headers   []header
}

// accessLog is what is logged of a site.
type accessLog struct {
	span     facts.Span
	sink     facts.Stated[string]
	off      facts.Span // what makes it void: a level, or an output that discards
	filtered bool       // headers are left out or the format is another
	hosts    []string   // the names that it is for; empty for all of its site
	unused   bool       // no name is logged to it
}
