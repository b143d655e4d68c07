// Package kustomize holds what wirevet makes of overlays against kustomize itself: generated bases, overlays over them, and
// components.
package kustomize
