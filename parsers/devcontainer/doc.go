// Package devcontainer reads devcontainer.json: the container in which editors, and the MCP servers that they start, work on a
// repository. What it says of hosts (customizations.vscode.mcp) is read by package hostconfig.
//
// Keys and their meaning: devcontainers/spec, docs/specs/devcontainerjson-reference.md; how they become `docker run`:
// devcontainers/cli 01a956ef, src/spec-node/singleContainer.ts.
package devcontainer
