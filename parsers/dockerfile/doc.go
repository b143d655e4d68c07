// Package dockerfile reads Dockerfiles: which account an image's process has, what it starts, what is written into the image,
// and which downloads of its build are not verified.
//
// The syntax is that of docker/dockerfile 1 (docs.docker.com/reference/dockerfile; moby/buildkit
// frontend/dockerfile, v0.34.2). BuildKit's own parser is not linked: it knows lines and no columns, and brings protobuf, whose
// descriptors are registered when a program starts. test/dockerfile holds this one against it.
package dockerfile
