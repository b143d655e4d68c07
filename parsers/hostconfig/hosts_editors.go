package hostconfig

import "github.com/wirevet/wirevet/facts"

// Editors and desktop applications. The remark behind each says where its facts were read; "unverified" marks
// what no primary source has confirmed.
var editors = []host{
	{
		// Discovery adapter of microsoft/vscode for the paths; the list form from a message of Claude Code; rest unverified.
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
		// microsoft/vscode src/vs/workbench/contrib/mcp/common; docs/copilot/reference/mcp-configuration.md. What stands in a
		// devcontainer.json is written to the mcp.json inside of the container (microsoft/vscode-docs 02dfa7d2,
		// docs/copilot/customization/mcp-servers.md).
		host: facts.Host{ID: "vscode", Title: "VS Code"},
		files: []file{
			{path: ".vscode/mcp.json"},
			{path: ".vscode/settings.json", maps: []string{"mcp.servers"}},
			{path: "Code/User/mcp.json", linux: "$XDG_CONFIG_HOME/Code/User/mcp.json", mac: "~/Library/Application Support/Code/User/mcp.json", windows: "%APPDATA%/Code/User/mcp.json"},
			{path: "Code/User/settings.json", linux: "$XDG_CONFIG_HOME/Code/User/settings.json", mac: "~/Library/Application Support/Code/User/settings.json", windows: "%APPDATA%/Code/User/settings.json", maps: []string{"mcp.servers"}},
			{path: "Code/User/profiles/*/mcp.json", linux: "$XDG_CONFIG_HOME/Code/User/profiles/*/mcp.json", mac: "~/Library/Application Support/Code/User/profiles/*/mcp.json", windows: "%APPDATA%/Code/User/profiles/*/mcp.json"},
			{path: "Code - Insiders/User/mcp.json", linux: "$XDG_CONFIG_HOME/Code - Insiders/User/mcp.json", mac: "~/Library/Application Support/Code - Insiders/User/mcp.json", windows: "%APPDATA%/Code - Insiders/User/mcp.json"},
			{path: "Code - Insiders/User/settings.json", linux: "$XDG_CONFIG_HOME/Code - Insiders/User/settings.json", mac: "~/Library/Application Support/Code - Insiders/User/settings.json", windows: "%APPDATA%/Code - Insiders/User/settings.json", maps: []string{"mcp.servers"}},
			{path: "VSCodium/User/mcp.json", linux: "$XDG_CONFIG_HOME/VSCodium/User/mcp.json", mac: "~/Library/Application Support/VSCodium/User/mcp.json", windows: "%APPDATA%/VSCodium/User/mcp.json"},
			{path: "*.code-workspace", maps: []string{"settings.mcp.servers"}},
			{path: ".devcontainer/devcontainer.json", maps: []string{"customizations.vscode.mcp.servers"}, contained: true},
			{path: ".devcontainer/*/devcontainer.json", maps: []string{"customizations.vscode.mcp.servers"}, contained: true},
			{path: ".devcontainer.json", maps: []string{"customizations.vscode.mcp.servers"}, contained: true},
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
			{key: "settings.chat.tools.autoApprove", equals: "true", grants: facts.RunsTools, breadth: facts.EveryServer},
			{key: "chat.mcp.autostart", equals: "newAndOutdated", grants: facts.StartsServers, breadth: facts.NamedTools},
			{key: "http.proxyStrictSSL", equals: "false", reads: verificationOff, purpose: facts.Editor},
			{key: "settings.http.proxyStrictSSL", equals: "false", reads: verificationOff, purpose: facts.Editor},
		},
		source: "microsoft/vscode, src/vs/workbench/contrib/mcp",
	},
	{
		// MicrosoftDocs/visualstudio-docs docs/ide/mcp-servers.md. It also reads .vscode/mcp.json, see vscode.
		host:   facts.Host{ID: "visual-studio", Title: "Visual Studio"},
		files:  []file{{path: ".vs/mcp.json"}, {path: ".mcp.json", windows: "~/.mcp.json"}},
		syntax: jsonLenient, maps: []string{"servers"},
		infer:  inference{address: facts.StreamableHTTP},
		forms:  inputColon | envColon,
		remedy: "${input:NAME}",
	},
	{
		// Paths from the discovery adapter of microsoft/vscode; keys unverified.
		host: facts.Host{ID: "cursor", Title: "Cursor"},
		files: []file{
			{path: ".cursor/mcp.json", user: "~/.cursor/mcp.json"},
			{path: ".cursor/plugins/*/mcp.json", user: "~/.cursor/plugins/*/mcp.json"},
			{path: ".cursor/plugins/*/.mcp.json", user: "~/.cursor/plugins/*/.mcp.json"},
		},
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
			{path: ".devin/mcp_config.json"},
			{path: "devin/mcp_config.json", user: "~/.config/devin/mcp_config.json"},
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
		host: facts.Host{ID: "zed", Title: "Zed"},
		files: []file{
			{path: ".zed/settings.json"},
			{path: "zed/settings.json", linux: "$XDG_CONFIG_HOME/zed/settings.json", mac: "~/.config/zed/settings.json", windows: "%APPDATA%/Zed/settings.json"},
		},
		syntax: jsonLenient, maps: []string{"context_servers"},
		base:  baseAll,
		infer: inference{address: facts.StreamableHTTP, both: commandWins},
		settings: []setting{
			{key: "session.trust_all_worktrees", equals: "true", grants: facts.StartsServers, breadth: facts.EveryServer},
			{key: "agent.always_allow_tool_actions", equals: "true", grants: facts.RunsTools, breadth: facts.EveryServer},
			{key: "agent.tool_permissions.default", equals: "allow", grants: facts.RunsTools, breadth: facts.EveryServer},
		},
		textOnly: true,
		forms:    formsKnown,
		source:   "zed-industries/zed, crates/settings_content/src/project.rs",
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
		// Keys read in its source; it writes command: "" beside a url. The folder is unverified.
		host:   facts.Host{ID: "jan", Title: "Jan"},
		files:  []file{{path: "Jan/data/mcp_config.json", linux: "$XDG_CONFIG_HOME/Jan/data/mcp_config.json", mac: "~/Library/Application Support/Jan/data/mcp_config.json", windows: "%APPDATA%/Jan/data/mcp_config.json"}},
		syntax: strictJSON, maps: []string{"mcpServers"},
	},
}
