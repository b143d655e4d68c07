//go:build unix

package discover

import "syscall"

const nonBlocking = syscall.O_NONBLOCK
