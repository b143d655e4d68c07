package facts

// ImageBuild is an image that a Dockerfile builds: its last stage, or a stage that something names as its target. What a
// stage does not say itself it has from the stage that it is built on. Rules are given the process and the launch of the
// last stage only; those of a named stage are there for whoever builds it.
type ImageBuild struct {
	Entry *Entry
	// Source is the Dockerfile. A build that names a folder means the file Dockerfile in it.
	Source *Source
	Target string // the stage's name in lower case; empty when it has none
	Last   bool   // the stage that is built when no target is named
	Span   Span   // the stage's FROM

	// Base is the image that the stage finally stands on; nil for `scratch` and when it is not known.
	Base *Image
	// Process is what the image states of the process that it starts: account, environment, confinement.
	Process *Workload
	// Starts is what ENTRYPOINT and CMD start; nil when the base image decides.
	Starts *Launch
	// Exposed are the ports that EXPOSE names. They are published by nobody yet.
	Exposed []Port
	// Labels are what LABEL says of the image.
	Labels map[string]string
	// GoMains are folders of main packages that RUN builds with `go build` or `go install` in this stage or in one that it
	// copies from, relative to the build's context: "cmd/server".
	GoMains []string
	// Volumes are the folders that VOLUME names.
	Volumes []Volume
	// Go is the version of Go that builds them, by the tag of the official image; unset when that does not say it, or several do.
	Go Stated[string]
	// Copies are the sources of COPY and ADD that come from the build's context, cleaned.
	Copies []Stated[string]

	// Program is the main package that the image starts. Link finds it; nil when none or several fit.
	Program *GoPackage
	// RunBy are the workloads that run the image. Link fills it.
	RunBy []*Workload
}

// BuildReference is how a file names an image that is built from the repository.
type BuildReference struct {
	Span       Span
	Context    string // the folder, as shown; "" when it is not known or not in the repository
	Dockerfile string // the file, as shown; never empty when Context is not
	Target     string // lower case; empty for the last stage
}
