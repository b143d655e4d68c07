package hostconfig

import "github.com/wirevet/wirevet/facts"

// host describes one AI host: where its files lie, what they look like, and what it does when a key is absent.
type host struct {
	host   facts.Host
	files  []file
	syntax syntax
	// maps are the places of server maps: keys joined by ".", "*" for any member. A dotted path also matches a
	// key that is spelled with the dots: "mcp.servers" is both {"mcp": {"servers": …}} and {"mcp.servers": …}.
	maps []string

	base   base      // what a child inherits
	infer  inference // which transport applies when none is written
	forms  forms     // the reference forms that it expands
	remedy string    // how it refers to a variable, with NAME in place of the name; empty when it cannot
	// headerRemedy is the same for headers, where they have keys of their own.
	headerRemedy string

	goKeys   bool // decoded by Go: keys match in any case, and an object written twice is merged
	textOnly bool // refuses numbers and booleans where a string belongs: env, args, headers

	// settings are the keys outside of server maps that start servers or approve tools.
	settings []setting
	source   string // where this was read
}

// file is one place of a host's configuration.
type file struct {
	// path is relative to any folder of a repository: the last segments of the path. An element may hold "*".
	path string
	// user, or linux, mac and windows where they differ, is where a person's own file lies. ~ is the home folder.
	user, linux, mac, windows string
	system                    bool // set by whoever administers the machine, not by the person
	// What differs from the host's own description; zero values mean the same.
	syntax syntax
	maps   []string
	bare   bool // the root itself may be a map of servers, or one server
	only   bool // settings only: there is no server map
	// noTrust is set where the host does not honour the key `trust` of an entry: in extensions, which others write.
	noTrust bool
	// contained is set where the servers run in a container that the same file describes.
	contained bool
	// part is set where the file completes another: what an entry lacks may stand there.
	part bool
}

// syntax says what a host's parser accepts.
type syntax uint8

const (
	sameSyntax syntax = iota
	strictJSON
	jsonComments // comments, but no trailing commas
	jsonLenient  // comments and trailing commas
	yamlSyntax
	tomlSyntax
	frontMatter // YAML between two lines of --- at the beginning of a Markdown file
)

// base says what a child process inherits, and where that was read.
type base uint8

const (
	baseUnknown base = iota
	baseAll
	baseFiltered
	baseShortList
)

// inference says what a host makes of an entry without a transport.
type inference struct {
	address  facts.Transport // an address alone; TransportUnknown when it is not known
	required bool            // an address alone is refused: the type must be written
	word     string          // the type of Streamable HTTP where it is not "http"
	stdio    bool            // the type is stdio unless written, even with an address
	byType   bool            // nothing follows from the keys: an entry without a type is refused
	noSSE    bool            // entries of type sse are ignored
	both     both            // command and address in one entry
	tcp      bool            // the key `tcp` is an address of WebSocket
	httpURL  bool            // `httpUrl` is Streamable HTTP and wins over `url`
}

// both says which of command and address a host uses when an entry has both.
type both uint8

const (
	bothUnknown both = iota
	commandWins
	addressWins
	bothRefused
)

// forms is a set of reference forms (see the constants).
type forms uint16

const (
	braceVariable  forms = 1 << iota // ${VAR}
	braceDefault                     // ${VAR:-default}
	dollarVariable                   // $VAR
	envColon                         // ${env:VAR}
	inputColon                       // ${input:id}
	curlyEnv                         // {env:VAR}, {file:path}
	mustache                         // {{name}}
	expression                       // ${{ secrets.X }}
	colonDefault                     // ${VAR:default}
	envSlashes                       // ${env://VAR}
	shellForms                       // everything that a shell expands
	formsKnown                       // the host's forms are known: others stay text
)

// setting is a key outside of the server map that matters.
type setting struct {
	key     string // as in host.maps
	equals  string // the value's source text, without quotes; "" for any list or object with members
	grants  facts.Grant
	breadth facts.Breadth
	purpose facts.Purpose // of verificationOff
	// alongside is another setting, "key=value", without which this one grants nothing.
	alongside string
	// reads names a function for settings that are more than a key and a value; see settings.go.
	reads reading
}

// reading says how the value of a setting is read.
type reading uint8

const (
	equalValue      reading = iota // an approval when the value equals
	serverNames                    // a list of server names that are approved
	inactiveNames                  // a list of server names that are switched off
	activeNames                    // a list of server names; all others are switched off
	toolPatterns                   // a list of permission patterns: mcp__server__tool, @server/tool
	launchString                   // a command line that the host starts
	environmentMap                 // variables for the host and everything that it starts
	confinementOff                 // the host's own sandbox is off when the value equals
	verificationOff                // certificates are not verified when the value equals
)
