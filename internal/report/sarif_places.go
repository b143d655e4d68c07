package report

import (
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// maxSnippet is the largest snippet, in bytes: a finding about a whole file needs no copy of it.
const maxSnippet = 4096

func (s *sarifWriter) location(span facts.Span) sarifLocation {
	region := regionOf(span)
	if span.End > span.Start && span.End-span.Start <= maxSnippet {
		region.Snippet = &sarifText{Text: span.Text()}
	}
	return sarifLocation{Physical: sarifPhysical{s.artifact(span.Source.Path), &region}}
}

func regionOf(span facts.Span) sarifRegion {
	start, end := span.Begin(), span.Finish()
	return sarifRegion{StartLine: start.Line, StartColumn: start.Column, EndLine: end.Line, EndColumn: end.Column}
}

// artifact returns the location of a file: relative to the source root when it lies below it, else a file URI.
// Consumers that cannot resolve an absolute path show such a result without its file; that is better than a
// result at the wrong one.
func (s *sarifWriter) artifact(name string) sarifArtifact {
	name = filepath.ToSlash(name)
	root := filepath.ToSlash(s.result.Root)
	if !isAbsolute(name) {
		name = path.Clean(name)
		if name != ".." && !strings.HasPrefix(name, "../") {
			return sarifArtifact{URI: escapePath(name), URIBaseID: sourceRoot}
		}
		if root == "" {
			return sarifArtifact{URI: escapePath(name), URIBaseID: sourceRoot}
		}
		name = path.Join(root, name)
	}
	if below, ok := strings.CutPrefix(name, strings.TrimSuffix(root, "/")+"/"); ok && root != "" {
		return sarifArtifact{URI: escapePath(below), URIBaseID: sourceRoot}
	}
	return sarifArtifact{URI: fileURI(name)}
}

// isAbsolute knows the absolute paths of all systems: `/x`, `C:/x`, `//host/share`.
func isAbsolute(name string) bool { return strings.HasPrefix(name, "/") || hasDrive(name) }

func hasDrive(name string) bool {
	return len(name) > 2 && name[1] == ':' && name[2] == '/' && ('a' <= name[0]|0x20 && name[0]|0x20 <= 'z')
}

func fileURI(name string) string {
	switch {
	case strings.HasPrefix(name, "//"): // a UNC path: the host is the authority
		return "file:" + escapePath(name)
	case hasDrive(name):
		return "file:///" + name[:2] + escapePath(name[2:])
	default:
		return "file://" + escapePath(name)
	}
}

// escapePath percent-encodes a path. A colon is encoded too: in the first segment it would end a scheme.
func escapePath(name string) string {
	return strings.ReplaceAll((&url.URL{Path: name}).EscapedPath(), ":", "%3A")
}

// provenance says which revision of which repository was checked, when both are known.
func provenance(r *Result) []sarifVersionControl {
	if r.Revision == nil {
		return nil
	}
	remote, commit := r.Revision()
	if remote = repositoryURI(remote); remote == "" || commit == "" {
		return nil
	}
	return []sarifVersionControl{{remote, commit, sarifArtifact{URIBaseID: sourceRoot}}}
}

// repositoryURI turns a remote of git into a URI, without the credentials that it may hold. Remotes that are
// folders of this machine give nothing.
func repositoryURI(remote string) string {
	if m := regexp.MustCompile(`^(?:[^/@:]+@)?([^/@:]{2,}):([^/].*)$`).FindStringSubmatch(remote); m != nil {
		remote = "ssh://" + m[1] + "/" + m[2] // git's short form, user@host:path
	}
	u, err := url.Parse(remote)
	if err != nil || u.Host == "" || u.Scheme == "" || u.Scheme == "file" {
		return ""
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}
