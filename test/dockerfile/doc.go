// Package dockerfile holds what wirevet reads in a Dockerfile against what BuildKit reads in it: generated files from a seeded
// grammar, and real ones when they are there.
package dockerfile
