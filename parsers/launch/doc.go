// Package launch answers what a command line means: which program finally runs, as whom, with which
// privileges, packages, mounts, credentials and connections.
//
// A command line is read the way its launcher reads it. One loop serves all: take words while they are the
// launcher's own options, skipping the value of those that have one; the first free word is the subject; the
// rest belongs to the subject and is never read as launcher options (`docker run img --privileged` is not
// privileged). Then the subject's own launcher is tried: `sudo env docker run image npx pkg`.
//
// The package knows no host and no file syntax: whoever calls it gives it words with their places.
package launch
