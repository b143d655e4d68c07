package launch

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

func addInstallers(table map[string]launcher) {
	table["pip"], table["pip3"] = readPip, readPip
}

// readPip reads the hosts whose certificates pip does not check (pip.pypa.io/en/stable/cli/pip, --trusted-host).
func readPip(r *reader, self facts.Word, words []facts.Word, _ int) {
	r.launch.Program = programName(self.Text)
	for i, w := range words {
		switch {
		case w.Text == "--trusted-host" && i+1 < len(words):
			option := spanning(w, words[i+1])
			r.verify("--trusted-host", option.Span(), facts.VerifyNone, facts.Download, "").Subject = "pip"
		case strings.HasPrefix(w.Text, "--trusted-host="):
			r.verify("--trusted-host", w.Span(), facts.VerifyNone, facts.Download, "").Subject = "pip"
		}
	}
}

func readNpmConfig(r *reader, _ facts.Word, words []facts.Word, _ int) {
	r.launch.Program = "npm"
	r.configured("npm", "strict-ssl", words)
}

// configured reads `git config http.sslVerify false` and `npm config set strict-ssl false`: a name, and a value behind it.
func (r *reader) configured(program, name string, words []facts.Word) {
	for i, w := range words {
		key, value, assigned := strings.Cut(w.Text, "=")
		if !strings.EqualFold(key, name) {
			continue
		}
		setting := w
		if !assigned && i+1 < len(words) {
			value, setting = words[i+1].Text, spanning(w, words[i+1])
		}
		if value == "false" {
			r.verify(name+"=false", setting.Span(), facts.VerifyNone, facts.Download, "").Subject = program
		}
	}
}
