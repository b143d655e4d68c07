package facts

import "io/fs"

// FileCreation is a place where a program creates a file, a folder or a socket, or sets its permissions.
type FileCreation struct {
	Entry *Entry
	Span  Span   // the permissions
	What  string // "a file", "a folder", "a socket"; with what is known of it: "the file token.json"
	Mode  Stated[fs.FileMode]
	// Holds is the name that says that a credential is kept there: "tokenPath"; empty when nothing says so.
	Holds string
}
