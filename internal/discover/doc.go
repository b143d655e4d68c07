// Package discover finds the files of a run: it walks the asked folders, leaves out what git ignores and what is
// vendored, and names the files beside an asked one that rules over the whole system need.
//
// It knows names, modes and git's index, and nothing of what is in a file. The bytes of a file are those of the work tree, of
// the index, or given by the caller.
package discover
