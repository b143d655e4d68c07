package defaults

import "strings"

// Base is the account that the process of a well-known image has when neither its Dockerfile nor its runner names one.
type Base struct {
	name   string // as docker shortens it, without tag; a trailing "/" stands for everything below
	tag    string // a part of the tag, between dashes; empty for every other tag
	User   string
	Source string
}

// bases were read between 2026-06 and 2026-08, at the revisions named. Of images that are not here nothing is known.
var bases = [...]Base{
	{"alpine", "", "root", "alpinelinux/docker-alpine: FROM scratch without USER"},
	{"denoland/deno", "", "root", "denoland/deno_docker b7864b7: no USER"},
	{"gcr.io/distroless/", "nonroot", "65532", "GoogleContainerTools/distroless: the tag nonroot"},
	{"gcr.io/distroless/", "", "root", "GoogleContainerTools/distroless: root is the default, nonroot a tag"},
	{"golang", "", "root", "docker-library/golang: no USER"},
	{"node", "", "root", "nodejs/docker-node f27d936: no USER; the account node exists"},
	{"nginxinc/nginx-unprivileged", "", "101", "nginxinc/docker-nginx-unprivileged: USER $UID, 101"},
	{"oven/bun", "", "root", "oven-sh/bun dockerhub: no USER; the account bun exists"},
	{"python", "", "root", "docker-library/python 4f07059: no USER"},
}

// UserOf returns the account that the process of an image has by default, and where that was read.
func UserOf(image, tag string) (Base, bool) {
	name := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(image, "docker.io/"), "index.docker.io/"), "library/")
	for _, b := range bases {
		below, isFolder := strings.CutSuffix(b.name, "/")
		if name != b.name && (!isFolder || !strings.HasPrefix(name, below+"/")) {
			continue
		}
		if b.tag == "" || partOf(tag, b.tag) {
			return b, true
		}
	}
	return Base{}, false
}

// partOf reports whether a tag has the part: debug-nonroot has nonroot.
func partOf(tag, part string) bool {
	for p := range strings.SplitSeq(tag, "-") {
		if p == part {
			return true
		}
	}
	return false
}
