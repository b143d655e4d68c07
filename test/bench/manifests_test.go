//go:build linux

package bench

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// deployment returns a workload of four containers with its service and account, as charts render them: 10 kB.
func deployment(kind string, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `apiVersion: v1
kind: ServiceAccount
metadata:
  name: tickets-%[2]d
  namespace: team-%[3]d
automountServiceAccountToken: false
---
# Source: tickets/templates/deployment.yaml
apiVersion: apps/v1
kind: %[1]s
metadata:
  name: tickets-%[2]d
  namespace: team-%[3]d
  labels:
    app.kubernetes.io/name: tickets-%[2]d
    app.kubernetes.io/version: "1.14.2"
    helm.sh/chart: tickets-4.7.1
spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: tickets-%[2]d
  template:
    metadata:
      annotations:
        checksum/config: 6f1ed002ab5595859014ebf0951522d9aab5595859014ebf0951522d9bb5595d
        prometheus.io/scrape: "true"
      labels:
        app.kubernetes.io/name: tickets-%[2]d
    spec:
      serviceAccountName: tickets-%[2]d
      securityContext: {runAsNonRoot: true, runAsUser: 65532, fsGroup: 65532, seccompProfile: {type: RuntimeDefault}}
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 100
              podAffinityTerm:
                topologyKey: kubernetes.io/hostname
                labelSelector:
                  matchExpressions:
                    - key: app.kubernetes.io/name
                      operator: In
                      values: [tickets-%[2]d]
      containers:
`, kind, n, n%50)
	for c := range 4 {
		fmt.Fprintf(&b, `        - name: part-%[2]d
          image: registry.example.com/team/tickets-%[1]d/part-%[2]d:1.14.2@sha256:%[3]s
          imagePullPolicy: IfNotPresent
          command: ["/usr/local/bin/tickets", "serve"]
          args:
            - --listen=0.0.0.0:808%[2]d
            - --config=/etc/tickets/config.yaml
            - --log-format=json
          ports:
            - name: http-%[2]d
              containerPort: 808%[2]d
              protocol: TCP
          env:
`, n, c, strings.Repeat("0123456789abcdef", 4))
		for v := range 8 {
			fmt.Fprintf(&b, `            - name: TICKETS_SETTING_%d
              value: "https://tickets-%d.team.svc.cluster.local:8443/v1"
`, v, v)
		}
		fmt.Fprintf(&b, `            - name: TICKETS_TOKEN
              valueFrom:
                secretKeyRef:
                  name: tickets-%d
                  key: token
          envFrom:
            - configMapRef:
                name: tickets-%d
          livenessProbe:
            httpGet: {path: /healthz, port: http-%d}
            initialDelaySeconds: 10
            periodSeconds: 10
          readinessProbe:
            httpGet:
              path: /ready
              port: http-%d
            periodSeconds: 5
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: 256Mi
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop:
                - ALL
          volumeMounts:
            - name: config
              mountPath: /etc/tickets
              readOnly: true
            - name: tmp
              mountPath: /tmp
`, n, n, c, c)
	}
	fmt.Fprintf(&b, `      volumes:
        - name: config
          configMap:
            name: tickets-%[1]d
        - name: tmp
          emptyDir: {}
---
apiVersion: v1
kind: Service
metadata:
  name: tickets-%[1]d
  namespace: team-%[2]d
spec:
  selector:
    app.kubernetes.io/name: tickets-%[1]d
  ports:
    - {name: http, port: 80, targetPort: http-0}
`, n, n%50)
	return b.String()
}

// services returns services, ingresses and policies: 10 kB.
func services(n int) string {
	var b strings.Builder
	for i := range 8 {
		fmt.Fprintf(&b, `---
apiVersion: v1
kind: Service
metadata:
  name: api-%[1]d-%[2]d
  namespace: team-%[3]d
  labels: {app.kubernetes.io/name: api-%[1]d-%[2]d, app.kubernetes.io/managed-by: Helm}
spec:
  type: ClusterIP
  selector:
    app.kubernetes.io/name: api-%[1]d-%[2]d
  ports:
    - name: http
      port: 80
      targetPort: 8080
    - name: metrics
      port: 9090
      targetPort: metrics
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: api-%[1]d-%[2]d
  namespace: team-%[3]d
  annotations:
    nginx.ingress.kubernetes.io/proxy-read-timeout: "600"
    cert-manager.io/cluster-issuer: letsencrypt
spec:
  ingressClassName: nginx
  tls:
    - hosts: [api-%[1]d-%[2]d.example.com]
      secretName: api-%[1]d-%[2]d-tls
  rules:
    - host: api-%[1]d-%[2]d.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: api-%[1]d-%[2]d
                port: {number: 80}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: api-%[1]d-%[2]d
  namespace: team-%[3]d
rules:
  - apiGroups: [""]
    resources: [configmaps, secrets]
    verbs: [get, list, watch]
`, n, i, n%50)
	}
	return b.String()
}

// configMap returns a ConfigMap with files in it, one of them the configuration of a proxy: 10 kB.
func configMap(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `apiVersion: v1
kind: ConfigMap
metadata:
  name: tickets-%[1]d
  namespace: team-%[2]d
data:
  LOG_LEVEL: info
  nginx.conf: |
    events {}
    http {
      server {
        listen 8443 ssl;
        server_name tickets-%[1]d.example.com;
        ssl_protocols TLSv1.2 TLSv1.3;
        location / { proxy_pass http://127.0.0.1:8080; }
      }
    }
  dashboard.json: |-
    {
      "title": "tickets",
      "panels": [
`, n, n%50)
	for i := range 50 {
		fmt.Fprintf(&b, `        {"id": %[1]d, "type": "graph", "datasource": "prometheus", "gridPos": {"h": 8, "w": 12, "x": 0, "y": %[1]d},
          "targets": [{"expr": "sum(rate(http_requests_total{code=~\"5..\"}[5m]))"}]},
`, i)
	}
	b.WriteString("        {}\n      ]\n    }\n")
	return b.String()
}

// definition returns the definition of a custom resource, with its schema: 10 kB.
func definition(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  annotations:
    controller-gen.kubebuilder.io/version: v0.16.1
  name: things%[1]d.example.com
spec:
  group: example.com
  names:
    kind: Thing%[1]d
    listKind: Thing%[1]dList
    plural: things%[1]d
    singular: thing%[1]d
  scope: Namespaced
  versions:
  - name: v1
    schema:
      openAPIV3Schema:
        description: Thing is the Schema for the things API.
        properties:
          spec:
            description: ThingSpec defines the desired state of Thing.
            properties:
`, n)
	for i := range 34 {
		fmt.Fprintf(&b, `              field%[1]d:
                description: |-
                  Field%[1]d is what the controller is told about the part with that number, in the unit
                  that the documentation names. More info: https://docs.example.com/things
                items:
                  properties:
                    name:
                      type: string
                  type: object
                type: array
`, i)
	}
	b.WriteString("            type: object\n        type: object\n    served: true\n    storage: true\n")
	return b.String()
}

// BenchmarkManifests checks manifests of about 10 kB: workloads, services, ConfigMaps with files, custom resources.
func BenchmarkManifests(b *testing.B) {
	wirevet, _ := build(b)
	for _, n := range []int{500, 5_000} {
		dir := b.TempDir()
		size := 0
		for i := range n {
			text := ""
			switch i % 5 {
			case 0:
				text = deployment("Deployment", i)
			case 1:
				text = deployment("StatefulSet", i)
			case 2:
				text = services(i)
			case 3:
				text = configMap(i)
			case 4:
				text = definition(i)
			}
			size += len(text)
			write(b, filepath.Join(dir, fmt.Sprintf("d%d/f%d.yaml", i/100, i)), text)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			measure(b, dir, wirevet, "check", ".")
			b.SetBytes(int64(size))
		})
	}
}
