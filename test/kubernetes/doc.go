// Package kubernetes holds how wirevet reads manifests against Kubernetes' own code: its types, decoded strictly, its defaults, its
// validation, and the way the kubelet merges the security contexts of pod and container.
package kubernetes
