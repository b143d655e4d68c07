package hostconfig

import "github.com/wirevet/wirevet/facts"

// Command-line agents.
var agents = []host{
	{
		// Claude Code 2.0.76 and 2.1.330 as published; SchemaStore claude-code-settings.json.
		host: facts.Host{ID: "claude-code", Title: "Claude Code"},
		files: []file{
			{path: ".mcp.json", maps: []string{"mcpServers", "mcp_servers"}, bare: true},
			{path: ".claude.json", user: "~/.claude.json", maps: []string{"mcpServers", "projects.*.mcpServers"}},
			{path: ".claude-plugin/plugin.json"},
			{path: ".claude-plugin/marketplace.json", maps: []string{"plugins.*.mcpServers"}},
			{path: ".claude/settings.json", user: "~/.claude/settings.json", only: true},
			{path: ".claude/settings.local.json", user: "~/.claude/settings.local.json", only: true},
			{path: ".claude/agents/*.md", user: "~/.claude/agents/*.md", syntax: frontMatter},
			{path: "managed-mcp.json", linux: "/etc/claude-code/managed-mcp.json", mac: "/Library/Application Support/ClaudeCode/managed-mcp.json", windows: "C:/Program Files/ClaudeCode/managed-mcp.json", system: true},
			{path: "managed-settings.json", linux: "/etc/claude-code/managed-settings.json", mac: "/Library/Application Support/ClaudeCode/managed-settings.json", windows: "C:/Program Files/ClaudeCode/managed-settings.json", system: true, maps: []string{"managedMcpServers"}},
		},
		syntax: strictJSON, maps: []string{"mcpServers"},
		base:     baseAll,
		infer:    inference{required: true, both: commandWins},
		textOnly: true,
		forms:    braceVariable | braceDefault | formsKnown,
		remedy:   "${NAME}",
		settings: []setting{
			{key: "enableAllProjectMcpServers", equals: "true", grants: facts.StartsServers, breadth: facts.EveryServer},
			{key: "enabledMcpjsonServers", grants: facts.StartsServers, breadth: facts.OneServer, reads: serverNames},
			{key: "disabledMcpjsonServers", reads: inactiveNames},
			{key: "permissions.defaultMode", equals: "bypassPermissions", grants: facts.RunsTools, breadth: facts.EveryServer},
			{key: "permissions.defaultMode", equals: "auto", grants: facts.RunsTools, breadth: facts.NamedTools},
			{key: "permissions.allow", grants: facts.RunsTools, breadth: facts.OneServer, reads: toolPatterns},
			{key: "sandbox.enabled", equals: "false", reads: confinementOff},
			{key: "env", reads: environmentMap},
		},
		source: "Claude Code 2.1.330",
	},
	{
		host: facts.Host{ID: "copilot-cli", Title: "Copilot CLI"},
		files: []file{
			{path: ".github/mcp.json"},
			{path: ".copilot/mcp-config.json", user: "~/.copilot/mcp-config.json"},
			{path: ".github/agents/*.md", syntax: frontMatter, maps: []string{"mcp-servers", "mcpServers"}},
			{path: "*.agent.md", syntax: frontMatter, maps: []string{"mcp-servers", "mcpServers"}},
		},
		syntax: jsonLenient, maps: []string{"mcpServers"},
		forms:  braceVariable | braceDefault | dollarVariable,
		remedy: "${NAME}",
	},
	{
		// openai/codex codex-rs/config/src/mcp_types.rs, codex-rs/rmcp-client/src/utils.rs.
		host: facts.Host{ID: "codex", Title: "Codex"},
		files: []file{
			{path: ".codex/config.toml", user: "~/.codex/config.toml"},
			{path: ".codex/*.config.toml", user: "~/.codex/*.config.toml"},
			{path: "codex/config.toml", linux: "/etc/codex/config.toml", mac: "/etc/codex/config.toml", windows: "%ProgramData%/OpenAI/Codex/config.toml", system: true},
			{path: ".codex-plugin/plugin.json", syntax: jsonLenient, maps: []string{"mcpServers", "mcp_servers"}},
		},
		syntax: tomlSyntax, maps: []string{"mcp_servers"},
		base:         baseShortList,
		infer:        inference{address: facts.StreamableHTTP, both: bothRefused},
		textOnly:     true,
		forms:        formsKnown,
		remedy:       `env_vars = ["NAME"]`,
		headerRemedy: "env_http_headers, with the variable NAME",
		settings: []setting{
			{key: "sandbox_mode", equals: "danger-full-access", reads: confinementOff},
			// Without full access, a tool that would be asked about is refused instead.
			{key: "approval_policy", equals: "never", alongside: "sandbox_mode=danger-full-access", grants: facts.RunsTools, breadth: facts.EveryServer},
			{key: "mcp_servers.*.tools.*.approval_mode", equals: "approve", grants: facts.RunsTools, breadth: facts.OneTool},
			{key: "projects.*.trust_level", equals: "trusted", grants: facts.StartsServers, breadth: facts.EveryServer},
		},
		source: "openai/codex, codex-rs/config/src/mcp_types.rs",
	},
	{
		// google-gemini/gemini-cli 5411f113.
		host: facts.Host{ID: "gemini-cli", Title: "Gemini CLI"},
		files: []file{
			{path: ".gemini/settings.json", user: "~/.gemini/settings.json"},
			{path: "gemini-extension.json", user: "~/.gemini/extensions/*/gemini-extension.json", noTrust: true},
			{path: "gemini-cli/settings.json", linux: "/etc/gemini-cli/settings.json", windows: "C:/ProgramData/gemini-cli/settings.json", system: true},
			{path: "gemini-cli/system-defaults.json", linux: "/etc/gemini-cli/system-defaults.json", windows: "C:/ProgramData/gemini-cli/system-defaults.json", system: true},
			{path: "GeminiCli/settings.json", mac: "/Library/Application Support/GeminiCli/settings.json", system: true},
			{path: "GeminiCli/system-defaults.json", mac: "/Library/Application Support/GeminiCli/system-defaults.json", system: true},
		},
		syntax: jsonComments, maps: []string{"mcpServers"},
		base:   baseFiltered,
		infer:  inference{address: facts.StreamableHTTP, both: addressWins, tcp: true, httpURL: true},
		forms:  braceVariable | braceDefault | dollarVariable | formsKnown,
		remedy: "${NAME}",
		settings: []setting{
			{key: "mcp.serverCommand", reads: launchString},
			{key: "mcp.allowed", reads: activeNames},
			{key: "mcp.excluded", reads: inactiveNames},
			{key: "security.folderTrust.enabled", equals: "false", grants: facts.StartsServers, breadth: facts.EveryServer},
		},
		source: "google-gemini/gemini-cli 5411f113",
	},
	{
		// Qwen Code 0.24.4 as published.
		host: facts.Host{ID: "qwen-code", Title: "Qwen Code"},
		files: []file{
			{path: ".qwen/settings.json", user: "~/.qwen/settings.json"},
			{path: "qwen-extension.json", noTrust: true},
		},
		syntax: jsonComments, maps: []string{"mcpServers"},
		base:   baseAll,
		infer:  inference{address: facts.SSE, both: addressWins, tcp: true, httpURL: true},
		forms:  braceVariable | braceDefault | dollarVariable | formsKnown,
		remedy: "${NAME}",
		settings: []setting{
			{key: "mcp.serverCommand", reads: launchString},
			{key: "mcp.allowed", reads: activeNames},
			{key: "mcp.excluded", reads: inactiveNames},
		},
		source: "Qwen Code 0.24.4",
	},
	{
		// anomalyco/opencode packages/opencode/src/mcp/index.ts.
		host: facts.Host{ID: "opencode", Title: "opencode"},
		files: []file{
			{path: "opencode.json", linux: "$XDG_CONFIG_HOME/opencode/opencode.json", mac: "~/.config/opencode/opencode.json", windows: "~/.config/opencode/opencode.json"},
			{path: "opencode.jsonc", linux: "$XDG_CONFIG_HOME/opencode/opencode.jsonc", mac: "~/.config/opencode/opencode.jsonc", windows: "~/.config/opencode/opencode.jsonc"},
			{path: "opencode/opencode.json", linux: "/etc/opencode/opencode.json", mac: "/Library/Application Support/opencode/opencode.json", windows: "%ProgramData%/opencode/opencode.json", system: true},
			{path: "opencode/opencode.jsonc", linux: "/etc/opencode/opencode.jsonc", mac: "/Library/Application Support/opencode/opencode.jsonc", windows: "%ProgramData%/opencode/opencode.jsonc", system: true},
			{path: ".agents/mcp.json", user: "~/.agents/mcp.json", maps: []string{"mcpServers", "mcp"}, bare: true},
		},
		syntax: jsonLenient, maps: []string{"mcp"},
		base:     baseAll,
		infer:    inference{byType: true, address: facts.StreamableHTTP},
		textOnly: true,
		forms:    curlyEnv | formsKnown,
		remedy:   "{env:NAME}",
		settings: []setting{
			{key: "permission", equals: "allow", grants: facts.RunsTools, breadth: facts.EveryServer},
			{key: "permission.*", equals: "allow", grants: facts.RunsTools, breadth: facts.NamedTools, reads: toolPatterns},
		},
		source: "anomalyco/opencode, packages/opencode/src/mcp/index.ts",
	},
	{
		// charmbracelet/crush 37f36e93. Values are expanded by a shell when the file is loaded.
		host: facts.Host{ID: "crush", Title: "Crush"},
		files: []file{
			{path: "crush.json", linux: "$XDG_CONFIG_HOME/crush/crush.json", mac: "~/.config/crush/crush.json", windows: "~/.config/crush/crush.json"},
			{path: ".crush.json"},
			{path: "crush/crush.json", user: "~/.local/share/crush/crush.json", windows: "%LOCALAPPDATA%/crush/crush.json"},
			{path: "crush/crush.json", linux: "/etc/crush/crush.json", mac: "/etc/crush/crush.json", system: true},
		},
		syntax: strictJSON, maps: []string{"mcp"},
		base:     baseAll,
		infer:    inference{stdio: true},
		goKeys:   true,
		textOnly: true,
		forms:    braceVariable | braceDefault | dollarVariable | shellForms | formsKnown,
		remedy:   "$NAME",
		settings: []setting{{key: "permissions.allowed_tools", grants: facts.RunsTools, breadth: facts.NamedTools, reads: toolPatterns}},
		source:   "charmbracelet/crush 37f36e93",
	},
	{
		// block/goose crates/goose/src/agents/{extension,extension_manager}.rs.
		host: facts.Host{ID: "goose", Title: "Goose"},
		files: []file{
			{path: "goose/config.yaml", linux: "$XDG_CONFIG_HOME/goose/config.yaml", mac: "~/.config/goose/config.yaml"},
			{path: "goose/config/config.yaml", windows: "%APPDATA%/Block/goose/config/config.yaml"},
		},
		syntax: yamlSyntax, maps: []string{"extensions"},
		base:     baseAll,
		infer:    inference{byType: true, noSSE: true},
		textOnly: true,
		forms:    braceVariable | dollarVariable | formsKnown,
		remedy:   "env_keys: [NAME]",
		settings: []setting{{key: "GOOSE_MODE", equals: "auto", grants: facts.RunsTools, breadth: facts.EveryServer}},
		source:   "block/goose, crates/goose/src/agents/extension.rs",
	},
	{
		host: facts.Host{ID: "amp", Title: "Amp"},
		files: []file{
			{path: ".amp/settings.json"}, {path: ".amp/settings.jsonc"},
			{path: ".config/amp/settings.json", user: "~/.config/amp/settings.json"},
			{path: ".config/amp/settings.jsonc", user: "~/.config/amp/settings.jsonc"},
		},
		syntax: jsonLenient, maps: []string{"amp.mcpServers"},
		forms:    braceVariable,
		remedy:   "${NAME}",
		settings: []setting{{key: "amp.dangerouslyAllowAll", equals: "true", grants: facts.RunsTools, breadth: facts.EveryServer}},
	},
	{
		host: facts.Host{ID: "factory-droid", Title: "Factory droid"},
		files: []file{
			{path: ".factory/mcp.json", user: "~/.factory/mcp.json"},
			{path: "Factory Bridge/mcp.json", mac: "~/Library/Application Support/Factory Bridge/mcp.json", windows: "%APPDATA%/Factory Bridge/mcp.json"},
		},
		syntax: jsonLenient, maps: []string{"mcpServers"},
	},
	{
		host:   facts.Host{ID: "muse-code", Title: "Muse Code"},
		files:  []file{{path: ".config/muse/settings.json", user: "~/.config/muse/settings.json"}},
		syntax: jsonLenient, maps: []string{"mcp_servers"},
	},
	{
		// mark3labs/mcphost 632cc19. tls-skip-verify concerns the model provider's connection only.
		host: facts.Host{ID: "mcphost", Title: "mcphost"},
		files: []file{
			{path: ".mcphost.yml", user: "~/.mcphost.yml"}, {path: ".mcphost.yaml", user: "~/.mcphost.yaml"},
			{path: ".mcphost.json", user: "~/.mcphost.json", syntax: strictJSON},
			{path: ".mcp.yml", user: "~/.mcp.yml"}, {path: ".mcp.yaml", user: "~/.mcp.yaml"},
		},
		syntax: yamlSyntax, maps: []string{"mcpServers"},
		base:   baseAll, // mark3labs/mcp-go 1.2.1 client/transport/stdio.go
		infer:  inference{address: facts.SSE, both: commandWins},
		goKeys: true,
		settings: []setting{
			{key: "tls-skip-verify", equals: "true", reads: verificationOff, purpose: facts.ModelProvider},
		},
		forms:  envSlashes | formsKnown,
		remedy: "${env://NAME}",
		source: "mark3labs/mcphost 632cc19",
	},
	{
		// evalstate/fast-agent 610a2f57.
		host: facts.Host{ID: "fast-agent", Title: "fast-agent"},
		files: []file{
			{path: "fast-agent.yaml"}, {path: "fast-agent.config.yaml"}, {path: "fastagent.config.yaml"},
			{path: "mcp_agent.config.yaml"},
			{path: "fast-agent.secrets.yaml", part: true}, {path: "fastagent.secrets.yaml", part: true}, {path: "mcp_agent.secrets.yaml", part: true},
		},
		syntax: yamlSyntax, maps: []string{"mcp.servers"},
		infer:    inference{address: facts.StreamableHTTP, both: addressWins},
		textOnly: true,
		forms:    braceVariable | colonDefault | formsKnown,
		remedy:   "${NAME}",
		source:   "evalstate/fast-agent 610a2f57",
	},
}
