// Package compose holds how wirevet puts compose files together against compose's own loader: generated projects of a main
// file, its override, and a file that services extend.
package compose
