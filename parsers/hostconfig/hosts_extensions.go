package hostconfig

import "github.com/wirevet/wirevet/facts"

// Assistants that live inside of another editor: extensions of VS Code and of the JetBrains IDEs.
var extensions = []host{
	{
		// cline/cline 21cb8d25.
		host: facts.Host{ID: "cline", Title: "Cline"},
		files: []file{{
			path: "cline_mcp_settings.json",
			user: "~/.cline/data/settings/cline_mcp_settings.json",
		}, { // before 2026
			path:    "saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
			linux:   "$XDG_CONFIG_HOME/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
			mac:     "~/Library/Application Support/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
			windows: "%APPDATA%/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
		}},
		syntax: strictJSON, maps: []string{"mcpServers"},
		base:     baseShortList,
		infer:    inference{address: facts.SSE, both: commandWins},
		textOnly: true,
		forms:    envColon | formsKnown,
		remedy:   "${env:NAME}",
		source:   "cline/cline 21cb8d25",
	},
	{
		// RooCodeInc/Roo-Code cb836567.
		host: facts.Host{ID: "roo-code", Title: "Roo Code"},
		files: []file{{path: ".roo/mcp.json"}, {
			path:    "rooveterinaryinc.roo-cline/settings/mcp_settings.json",
			linux:   "$XDG_CONFIG_HOME/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json",
			mac:     "~/Library/Application Support/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json",
			windows: "%APPDATA%/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json",
		}},
		syntax: strictJSON, maps: []string{"mcpServers"},
		base:     baseShortList,
		infer:    inference{required: true, word: "streamable-http", both: bothRefused},
		textOnly: true,
		forms:    envColon | formsKnown,
		remedy:   "${env:NAME}",
		source:   "RooCodeInc/Roo-Code cb836567",
	},
	{
		// Since its move to the core of opencode; only other tools' tables say so.
		host:   facts.Host{ID: "kilo-code", Title: "Kilo Code"},
		files:  []file{{path: "kilo.json"}, {path: "kilo.jsonc"}},
		syntax: jsonLenient, maps: []string{"mcp"},
		infer:  inference{address: facts.StreamableHTTP},
		forms:  curlyEnv,
		remedy: "{env:NAME}",
	},
	{
		// Before that it was like Roo Code; unverified.
		host: facts.Host{ID: "kilo-code", Title: "Kilo Code"},
		files: []file{{path: ".kilocode/mcp.json"}, {
			path:    "kilocode.kilo-code/settings/mcp_settings.json",
			linux:   "$XDG_CONFIG_HOME/Code/User/globalStorage/kilocode.kilo-code/settings/mcp_settings.json",
			mac:     "~/Library/Application Support/Code/User/globalStorage/kilocode.kilo-code/settings/mcp_settings.json",
			windows: "%APPDATA%/Code/User/globalStorage/kilocode.kilo-code/settings/mcp_settings.json",
		}},
		syntax: jsonLenient, maps: []string{"mcpServers"},
		forms:  envColon,
		remedy: "${env:NAME}",
	},
	{
		// continuedev/continue d0a3c0b6.
		host: facts.Host{ID: "continue", Title: "Continue"},
		files: []file{
			{path: ".continue/mcpServers/*.yaml", user: "~/.continue/mcpServers/*.yaml", bare: true},
			{path: ".continue/mcpServers/*.yml", user: "~/.continue/mcpServers/*.yml", bare: true},
			{path: ".continue/mcpServers/*.json", user: "~/.continue/mcpServers/*.json", syntax: jsonLenient, bare: true},
			{path: ".continue/config.yaml", user: "~/.continue/config.yaml"},
			{path: ".continue/config.json", user: "~/.continue/config.json", syntax: jsonLenient},
			{path: ".continuerc.json", syntax: jsonLenient},
		},
		syntax: yamlSyntax,
		maps:   []string{"mcpServers", "projects.*.mcpServers", "experimental.modelContextProtocolServers"},
		base:   baseShortList,
		infer:  inference{address: facts.StreamableHTTP, both: commandWins},
		settings: []setting{
			{key: "requestOptions.verifySsl", equals: "false", reads: verificationOff, purpose: facts.Session},
		},
		textOnly: true,
		forms:    expression | mustache,
		remedy:   "${{ secrets.NAME }}",
		source:   "continuedev/continue d0a3c0b6",
	},
	{
		host:   facts.Host{ID: "junie", Title: "JetBrains Junie"},
		files:  []file{{path: ".junie/mcp/mcp.json", user: "~/.junie/mcp/mcp.json"}},
		syntax: jsonLenient, maps: []string{"mcpServers"},
	},
	{
		host:   facts.Host{ID: "jetbrains-ai", Title: "JetBrains AI Assistant"},
		files:  []file{{path: ".ai/mcp/mcp.json"}},
		syntax: jsonLenient, maps: []string{"mcpServers"},
	},
	{
		// GitHub Copilot for JetBrains, Eclipse and Xcode; unverified.
		host: facts.Host{ID: "github-copilot-ide", Title: "GitHub Copilot"},
		files: []file{
			{path: ".github/copilot/mcp.json"},
			{path: "github-copilot/*/mcp.json", linux: "$XDG_CONFIG_HOME/github-copilot/*/mcp.json", mac: "~/.config/github-copilot/*/mcp.json", windows: "%LOCALAPPDATA%/github-copilot/*/mcp.json"},
		},
		syntax: jsonLenient, maps: []string{"servers", "mcpServers"},
		forms:  inputColon,
		remedy: "${input:NAME}",
	},
	{
		// Auggie 0.36.0 as published. Its VS Code extension keeps a list in the editor's settings.
		host: facts.Host{ID: "augment", Title: "Augment"},
		files: []file{
			{path: ".augment/settings.json", user: "~/.augment/settings.json"},
			{path: ".augment/settings.local.json"},
			{path: ".augment-plugin/.mcp.json", bare: true},
			{path: ".vscode/settings.json", maps: []string{"augment.advanced.mcpServers"}},
			{path: "Code/User/settings.json", maps: []string{"augment.advanced.mcpServers"}},
		},
		syntax: jsonLenient, maps: []string{"mcpServers"},
		infer:  inference{stdio: true},
		source: "Auggie 0.36.0",
	},
	{
		host: facts.Host{ID: "zencoder", Title: "Zencoder"},
		files: []file{
			{path: ".vscode/settings.json"}, {path: "Code/User/settings.json"},
		},
		syntax: jsonLenient, maps: []string{"zencoder.mcpServers"},
	},
	{
		host: facts.Host{ID: "kiro", Title: "Kiro"},
		files: []file{
			{path: ".kiro/settings/mcp.json", user: "~/.kiro/settings/mcp.json", maps: []string{"mcpServers", "powers.mcpServers"}},
			{path: ".kiro/agents/*.json", user: "~/.kiro/agents/*.json"},
			{path: ".kiro/powers/installed/*/mcp.json", user: "~/.kiro/powers/installed/*/mcp.json"},
		},
		syntax: jsonLenient, maps: []string{"mcpServers"},
		forms:    braceVariable,
		remedy:   "${NAME}",
		settings: []setting{{key: "allowedTools", grants: facts.RunsTools, breadth: facts.OneServer, reads: toolPatterns}},
	},
	{
		// aws/amazon-q-developer-cli 15cc8f3c.
		host: facts.Host{ID: "amazon-q", Title: "Amazon Q Developer"},
		files: []file{
			{path: ".amazonq/mcp.json"}, {path: ".aws/amazonq/mcp.json", user: "~/.aws/amazonq/mcp.json"},
			{path: ".amazonq/cli-agents/*.json"}, {path: ".amazonq/agents/*.json"},
			{path: ".aws/amazonq/cli-agents/*.json", user: "~/.aws/amazonq/cli-agents/*.json"},
			{path: ".aws/amazonq/agents/*.json", user: "~/.aws/amazonq/agents/*.json"},
		},
		syntax: strictJSON, maps: []string{"mcpServers"},
		base:     baseAll,
		infer:    inference{stdio: true, both: commandWins},
		textOnly: true,
		forms:    envColon | formsKnown,
		remedy:   "${env:NAME}",
		settings: []setting{{key: "allowedTools", grants: facts.RunsTools, breadth: facts.OneServer, reads: toolPatterns}},
		source:   "aws/amazon-q-developer-cli 15cc8f3c",
	},
}
