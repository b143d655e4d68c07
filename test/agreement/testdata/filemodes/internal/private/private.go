// Package private keeps what only this account may read.
package private

import (
	"os"
	"path/filepath"
)

const mode os.FileMode = 0o600

// Keep writes a credential.
func Keep(dir, server string, credential []byte) error {
	folder := filepath.Join(dir, server)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	name := filepath.Join(folder, "refresh-token")
	if err := os.WriteFile(name, credential, mode); err != nil {
		return err
	}
	return os.Chmod(name, mode)
}
