//go:build !unix

package discover

const nonBlocking = 0
