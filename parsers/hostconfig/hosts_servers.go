package hostconfig

import "github.com/wirevet/wirevet/facts"

// Servers, gateways and catalogues that start or call MCP servers for others.
var gateways = []host{
	{
		// danny-avila/LibreChat packages/data-provider/src/mcp.ts.
		host:   facts.Host{ID: "librechat", Title: "LibreChat"},
		files:  []file{{path: "librechat.yaml"}, {path: "librechat.yml"}},
		syntax: yamlSyntax, maps: []string{"mcpServers"},
		base:   baseShortList,
		infer:  inference{address: facts.SSE, both: commandWins},
		forms:  braceVariable | mustache | formsKnown,
		remedy: "${NAME}",
		source: "danny-avila/LibreChat, packages/data-provider/src/mcp.ts",
	},
}

// unknown describes a file that has the shape of a host config, but whose host is not known.
var unknown = host{
	host:   *facts.UnknownHost,
	syntax: jsonLenient,
	maps:   nil,
}
