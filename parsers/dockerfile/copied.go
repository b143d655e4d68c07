package dockerfile

import (
	"path"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// copied reads COPY and ADD: from another stage, or from the build's context.
func (r *reader) copied(in *instruction, triggered bool) {
	s := r.at
	for _, f := range in.flags {
		if from, ok := strings.CutPrefix(f.Text, "--from="); ok {
			v := r.expand(from, s.scope)
			if other := r.stageOf(v.text); v.known && other != nil && other != s {
				s.copiesFrom = append(s.copiesFrom, other)
			}
			return
		}
	}
	words, isList := list(in.args)
	if !isList {
		words = r.words(in.args)
	}
	if len(words) < 2 {
		r.problem(in.start, in.end, facts.Syntax, "expected what to copy, and where to")
		return
	}
	for _, w := range words[:len(words)-1] {
		if strings.HasPrefix(w.Text, "<<") {
			continue
		}
		v := r.expand(w.Text, s.scope)
		if !v.known {
			s.copies = append(s.copies, facts.Undecided[string](w.Span(), facts.UnknownVariable))
			continue
		}
		if strings.Contains(v.text, "://") || strings.HasPrefix(v.text, "git@") {
			continue
		}
		source := path.Clean(strings.TrimPrefix(v.text, "/"))
		s.copies = append(s.copies, facts.Written(source, w.Span()))
		if what, confidence := secretFile(source); what != "" && !triggered {
			r.out.Credentials = append(r.out.Credentials, &facts.Credential{
				Entry: s.entry, Name: path.Base(source), Carrier: facts.InImage, Span: w.Span(), Literal: true, Kind: what, Confidence: confidence,
			})
		}
	}
}

// stageOf returns the stage that a name or a number means, or nil.
func (r *reader) stageOf(name string) *stage {
	if s := r.byName[strings.ToLower(name)]; s != nil {
		return s
	}
	if n, err := strconv.Atoi(name); err == nil && n >= 0 && n < len(r.stages)-1 {
		return r.stages[n]
	}
	return nil
}

// secretFile says what a file is that holds credentials by its name: completes "… is written into the image".
func secretFile(name string) (string, facts.Confidence) {
	base := strings.ToLower(path.Base(name))
	switch base {
	case "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519":
		return "a private key", facts.High
	case ".ssh":
		return "a folder of SSH keys", facts.High
	case ".aws":
		return "a folder of AWS credentials", facts.High
	case ".netrc", ".git-credentials", ".pypirc", ".pgpass", ".htpasswd":
		return "a file of passwords", facts.High
	case ".npmrc", ".yarnrc.yml": // often only a registry's address
		return "a file that may hold a registry's token", facts.Low
	case "credentials.json", "client_secret.json", "service-account.json", "serviceaccount.json", "service_account.json", "application_default_credentials.json":
		return "a file of credentials", facts.High
	case "credentials":
		if path.Base(path.Dir(name)) == ".aws" {
			return "a file of AWS credentials", facts.High
		}
	case "config.json":
		if path.Base(path.Dir(name)) == ".docker" {
			return "a file of registry credentials", facts.High
		}
	case ".env", ".env.local":
		return "a file of variables", facts.High
	}
	if rest, ok := strings.CutPrefix(base, ".env."); ok {
		switch rest {
		case "example", "sample", "template", "dist", "defaults", "test", "schema", "ci":
			return "", 0
		}
		return "a file of variables", facts.Low
	}
	return "", 0
}
