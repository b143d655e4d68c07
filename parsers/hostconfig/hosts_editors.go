package hostconfig

import "github.com/wirevet/wirevet/facts"

// Editors and desktop applications. The remark behind each says where its facts were read; "unverified" marks
// what no primary source has confirmed.
var editors = []host{
	{
		// Discovery adapter of microsoft/vscode for the paths; rest unverified.
		host: facts.Host{ID: "claude-desktop", Title: "Claude Desktop"},
		files: []file{{
			path:    "claude_desktop_config.json",
			mac:     "~/Library/Application Support/Claude/claude_desktop_config.json",
			windows: "%APPDATA%/Claude/claude_desktop_config.json",
			linux:   "$XDG_CONFIG_HOME/Claude/claude_desktop_config.json",
		}},
		syntax: strictJSON, maps: []string{"mcpServers", "managedMcpServers"},
		infer: inference{both: commandWins},
		forms: formsKnown,
	},
	{
		// microsoft/vscode src/vs/workbench/contrib/mcp/common; docs/copilot/reference/mcp-configuration.md.
		host: facts.Host{ID: "vscode", Title: "VS Code"},
		files: []file{
			{path: ".vscode/mcp.json", linux: "$XDG_CONFIG_HOME/Code/User/mcp.json", mac: "~/Library/Application Support/Code/User/mcp.json", windows: "%APPDATA%/Code/User/mcp.json"},
			{path: "Code/User/mcp.json", linux: "$XDG_CONFIG_HOME/Code - Insiders/User/mcp.json", mac: "~/Library/Application Support/Code - Insiders/User/mcp.json", windows: "%APPDATA%/Code - Insiders/User/mcp.json"},
			{path: "VSCodium/User/mcp.json", linux: "$XDG_CONFIG_HOME/VSCodium/User/mcp.json", mac: "~/Library/Application Support/VSCodium/User/mcp.json", windows: "%APPDATA%/VSCodium/User/mcp.json"},
			{path: ".vscode/settings.json", linux: "$XDG_CONFIG_HOME/Code/User/settings.json", mac: "~/Library/Application Support/Code/User/settings.json", windows: "%APPDATA%/Code/User/settings.json", maps: []string{"mcp.servers", "augment.advanced.mcpServers", "zencoder.mcpServers"}},
			{path: "*.code-workspace", maps: []string{"settings.mcp.servers", "mcp.servers"}},
			{path: ".devcontainer/devcontainer.json", maps: []string{"customizations.vscode.mcp.servers"}},
			{path: ".devcontainer/*/devcontainer.json", maps: []string{"customizations.vscode.mcp.servers"}},
			{path: ".devcontainer.json", maps: []string{"customizations.vscode.mcp.servers"}},
		},
		syntax: jsonLenient, maps: []string{"servers"},
		base:   baseAll,
		infer:  inference{address: facts.StreamableHTTP, both: addressWins},
		forms:  envColon | inputColon | formsKnown,
		remedy: "${input:NAME}",
		settings: []setting{
			{key: "chat.tools.global.autoApprove", equals: "true", grants: facts.RunsTools, breadth: facts.EveryServer},
			{key: "chat.tools.autoApprove", equals: "true", grants: facts.RunsTools, breadth: facts.EveryServer},
			{key: "settings.chat.tools.global.autoApprove", equals: "true", grants: facts.RunsTools, breadth: facts.EveryServer},
			{key: "chat.mcp.autostart", equals: "newAndOutdated", grants: facts.StartsServers, breadth: facts.NamedTools},
		},
		source: "microsoft/vscode, src/vs/workbench/contrib/mcp",
	},
	{
		// MicrosoftDocs/visualstudio-docs docs/ide/mcp-servers.md. It also reads .mcp.json, see claude-code.
		host:   facts.Host{ID: "visual-studio", Title: "Visual Studio"},
		files:  []file{{path: ".vs/mcp.json"}, {path: ".mcp.json"}},
		syntax: jsonLenient, maps: []string{"servers"},
		infer:  inference{address: facts.StreamableHTTP},
		forms:  inputColon | envColon,
		remedy: "${input:NAME}",
	},
	{
		host:   facts.Host{ID: "cursor", Title: "Cursor"},
		files:  []file{{path: ".cursor/mcp.json", user: "~/.cursor/mcp.json"}},
		syntax: jsonLenient, maps: []string{"mcpServers"},
		infer:  inference{both: commandWins},
		forms:  envColon,
		remedy: "${env:NAME}",
	},
	{
		host: facts.Host{ID: "windsurf", Title: "Windsurf"},
		files: []file{
			{path: ".windsurf/mcp.json"},
			{path: ".codeium/windsurf/mcp_config.json", user: "~/.codeium/windsurf/mcp_config.json"},
			{path: ".devin/mcp_config.json", user: "~/.config/devin/mcp_config.json"},
		},
		syntax: jsonLenient, maps: []string{"mcpServers"},
		forms:  envColon,
		remedy: "${env:NAME}",
	},
	{
		host: facts.Host{ID: "antigravity", Title: "Antigravity"},
		files: []file{
			{path: ".gemini/antigravity/mcp_config.json", user: "~/.gemini/antigravity/mcp_config.json"},
			{path: ".gemini/config/mcp_config.json", user: "~/.gemini/config/mcp_config.json"},
		},
		syntax: jsonLenient, maps: []string{"mcpServers"},
	},
	{
		// zed-industries/zed crates/settings_content/src/project.rs.
		host:   facts.Host{ID: "zed", Title: "Zed"},
		files:  []file{{path: ".zed/settings.json", linux: "$XDG_CONFIG_HOME/zed/settings.json", mac: "~/.config/zed/settings.json", windows: "%APPDATA%/Zed/settings.json"}, {path: ".config/zed/settings.json"}},
		syntax: jsonLenient, maps: []string{"context_servers"},
		base:  baseAll,
		infer: inference{address: facts.StreamableHTTP, both: commandWins},
		settings: []setting{
			{key: "session.trust_all_worktrees", equals: "true", grants: facts.StartsServers, breadth: facts.EveryServer},
			{key: "agent.always_allow_tool_actions", equals: "true", grants: facts.RunsTools, breadth: facts.EveryServer},
			{key: "agent.tool_permissions.default", equals: "allow", grants: facts.RunsTools, breadth: facts.EveryServer},
		},
		forms:  formsKnown,
		source: "zed-industries/zed, crates/settings_content/src/project.rs",
	},
	{
		// cline/cline 21cb8d25.
		host: facts.Host{ID: "cline", Title: "Cline"},
		files: []file{{
			path: "cline_mcp_settings.json",
			user: "~/.cline/data/settings/cline_mcp_settings.json",
		}, {
			path:    "saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
			linux:   "$XDG_CONFIG_HOME/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
			mac:     "~/Library/Application Support/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
			windows: "%APPDATA%/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
		}},
		syntax: strictJSON, maps: []string{"mcpServers"},
		base:   baseShortList,
		infer:  inference{address: facts.SSE, both: commandWins},
		forms:  envColon | formsKnown,
		remedy: "${env:NAME}",
		source: "cline/cline 21cb8d25",
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
		base:   baseShortList,
		infer:  inference{required: true, both: bothRefused},
		forms:  envColon | formsKnown,
		remedy: "${env:NAME}",
		source: "RooCodeInc/Roo-Code cb836567",
	},
	{
		host: facts.Host{ID: "kilo-code", Title: "Kilo Code"},
		files: []file{
			{path: "kilo.json", syntax: jsonLenient, maps: []string{"mcp"}},
			{path: "kilo.jsonc", syntax: jsonLenient, maps: []string{"mcp"}},
			{path: ".kilocode/mcp.json"},
			{path: "kilocode.kilo-code/settings/mcp_settings.json", linux: "$XDG_CONFIG_HOME/Code/User/globalStorage/kilocode.kilo-code/settings/mcp_settings.json"},
		},
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
		forms:  expression | mustache | envColon,
		remedy: "${{ secrets.NAME }}",
		source: "continuedev/continue d0a3c0b6",
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
		host:   facts.Host{ID: "github-copilot-ide", Title: "GitHub Copilot"},
		files:  []file{{path: ".github/copilot/mcp.json"}, {path: "github-copilot/intellij/mcp.json", linux: "$XDG_CONFIG_HOME/github-copilot/intellij/mcp.json", mac: "~/.config/github-copilot/intellij/mcp.json", windows: "%LOCALAPPDATA%/github-copilot/intellij/mcp.json"}},
		syntax: jsonLenient, maps: []string{"servers", "mcpServers"},
		forms:  inputColon,
		remedy: "${input:NAME}",
	},
	{
		// Auggie 0.36.0 as published.
		host: facts.Host{ID: "augment", Title: "Augment"},
		files: []file{
			{path: ".augment/settings.json", user: "~/.augment/settings.json"},
			{path: ".augment/settings.local.json"},
			{path: ".augment-plugin/.mcp.json"},
		},
		syntax: jsonLenient, maps: []string{"mcpServers"},
		infer:  inference{stdio: true},
		source: "Auggie 0.36.0",
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
		forms:    envColon | formsKnown,
		remedy:   "${env:NAME}",
		settings: []setting{{key: "allowedTools", grants: facts.RunsTools, breadth: facts.OneServer, reads: toolPatterns}},
		source:   "aws/amazon-q-developer-cli 15cc8f3c",
	},
	{
		host:   facts.Host{ID: "warp", Title: "Warp"},
		files:  []file{{path: ".warp/.mcp.json", user: "~/.warp/.mcp.json"}},
		syntax: jsonLenient, maps: []string{"mcpServers"},
	},
	{
		host:   facts.Host{ID: "trae", Title: "Trae"},
		files:  []file{{path: ".trae/mcp.json"}, {path: "Trae/User/mcp.json", mac: "~/Library/Application Support/Trae/User/mcp.json"}},
		syntax: jsonLenient, maps: []string{"mcpServers"},
	},
	{
		host:   facts.Host{ID: "void", Title: "Void"},
		files:  []file{{path: ".void-editor/mcp.json", user: "~/.void-editor/mcp.json"}},
		syntax: strictJSON, maps: []string{"mcpServers"},
	},
	{
		host:   facts.Host{ID: "lm-studio", Title: "LM Studio"},
		files:  []file{{path: ".lmstudio/mcp.json", user: "~/.lmstudio/mcp.json"}, {path: ".cache/lm-studio/mcp.json", user: "~/.cache/lm-studio/mcp.json"}},
		syntax: jsonLenient, maps: []string{"mcpServers"},
	},
	{
		// Keys read in its source; it writes command: "" beside a url.
		host:   facts.Host{ID: "jan", Title: "Jan"},
		files:  []file{{path: "Jan/data/mcp_config.json", linux: "$XDG_CONFIG_HOME/Jan/data/mcp_config.json", mac: "~/Library/Application Support/Jan/data/mcp_config.json", windows: "%APPDATA%/Jan/data/mcp_config.json"}},
		syntax: strictJSON, maps: []string{"mcpServers"},
	},
}
