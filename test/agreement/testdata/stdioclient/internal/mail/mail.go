// Package mail starts the mail server with another SDK, which adds to the environment that this process has. The package
// reads no credential itself.
package mail

import "github.com/mark3labs/mcp-go/client"

// Open starts the server.
func Open() (*client.Client, error) {
	return client.NewStdioMCPClient("/usr/local/bin/mail-server", []string{"MAIL_FOLDER=inbox"}) // want process-env-inherited
}
