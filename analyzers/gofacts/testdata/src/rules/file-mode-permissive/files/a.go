package files

import (
	"io/fs"
	"os"
	"path/filepath"
)

const private fs.FileMode = 0o600

func write(dir, tokenPath string, token []byte, mode os.FileMode) {
	os.WriteFile(filepath.Join(dir, "credentials.json"), token, 0644) // want `creates the file credentials.json, which holds a credential, with mode 0644`
	os.WriteFile(filepath.Join(dir, "credentials.json"), token, private)
	os.WriteFile(filepath.Join(dir, "credentials.json"), token, mode)
	os.WriteFile(filepath.Join(dir, "report.json"), nil, 0o644)
	os.WriteFile(filepath.Join(dir, "secrets.txt"), nil, 0o644)          // names of secrets, as often as not
	os.WriteFile(filepath.Join(dir, "token.txt"), nil, 0o644)            // want `which holds a credential`
	os.WriteFile(tokenPath, token, 0o640)                                // want `holds a credential, with mode 0640`
	os.OpenFile("calls.log", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666) // want `creates the file calls.log with mode 0666`
	os.OpenFile("calls.log", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	os.OpenFile("calls.log", os.O_RDONLY, 0o666)
	os.MkdirAll(dir, os.ModePerm) // want `creates a folder with mode 0777`
	os.MkdirAll(dir, 0o755)
	os.MkdirAll(dir, os.ModePerm|os.ModeSticky)
	os.Chmod("server.sock", 0o777)              // want `creates the file server.sock with mode 0777`
	os.Create(filepath.Join(dir, "token.json")) // want `creates the file token.json, which holds a credential`
	os.Create(filepath.Join(dir, "tokens_per_second.csv"))
	os.Create(filepath.Join(dir, "report.json"))
}
