// Package workflow reads workflows and composite actions of GitHub Actions for one thing: the host configs that they write, or
// hand to an action that starts a host. What those say is the business of package hostconfig; everything else of a workflow is
// read by nobody here.
//
// Keys: docs.github.com/actions/reference/workflows-and-actions/workflow-syntax, …/metadata-syntax. Inputs of actions:
// anthropics/claude-code-action 00828439 and its docs/configuration.md, google-github-actions/run-gemini-cli 0434cc5d,
// openai/codex-action 0006efa6, action.yml of each.
package workflow
