// Package kubernetes states what Kubernetes manifests say: workloads with the rights that the kubelet gives them, services,
// ingresses and gateways, policies, and what is written into Secrets and ConfigMaps. Manifests are known by what stands in
// them (apiVersion and kind at the top of a document). Templates of Helm are read as far as they are literal; what a
// template decides is unresolved.
//
// Names and meanings are those of the API reference of Kubernetes 1.34 (k8s.io/api), Gateway API 1.4, Istio 1.28 and
// ingress-nginx 1.14.
package kubernetes
