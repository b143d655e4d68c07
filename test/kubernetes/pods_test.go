package kubernetes

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	core "k8s.io/api/core/v1"
	internal "k8s.io/kubernetes/pkg/apis/core"
	defaults "k8s.io/kubernetes/pkg/apis/core/v1"
	"k8s.io/kubernetes/pkg/apis/core/validation"
	"k8s.io/kubernetes/pkg/securitycontext"
	"sigs.k8s.io/yaml"

	"github.com/wirevet/wirevet/facts"
	ours "github.com/wirevet/wirevet/parsers/kubernetes"
)

// theirs returns what Kubernetes makes of a pod, a line for each thing, sorted, and what it refuses it for.
func theirs(t *testing.T, text string) (lines []string, refused string) {
	t.Helper()
	var pod core.Pod
	if err := yaml.UnmarshalStrict([]byte(text), &pod); err != nil {
		t.Fatalf("no pod: %v\n%s", err, text)
	}
	defaults.SetObjectDefaults_Pod(&pod)
	var converted internal.Pod
	if err := defaults.Convert_v1_Pod_To_core_Pod(&pod, &converted, nil); err != nil {
		t.Fatal(err)
	}
	if errs := validation.ValidatePodCreate(&converted, validation.PodValidationOptions{AllowInvalidPodDeletionCost: true}); len(errs) > 0 {
		refused = errs.ToAggregate().Error()
	}
	for _, c := range slices.Concat(pod.Spec.InitContainers, pod.Spec.Containers) {
		say := func(format string, args ...any) { lines = append(lines, c.Name+" "+fmt.Sprintf(format, args...)) }
		is := securitycontext.DetermineEffectiveSecurityContext(&pod, &c)
		if is.RunAsUser != nil {
			say("user %d", *is.RunAsUser)
		}
		if is.RunAsNonRoot != nil {
			say("non-root %v", *is.RunAsNonRoot)
		}
		if is.Privileged != nil {
			say("privileged %v", *is.Privileged)
		}
		if is.ReadOnlyRootFilesystem != nil {
			say("read-only %v", *is.ReadOnlyRootFilesystem)
		}
		say("escalates %v", !securitycontext.AddNoNewPrivileges(is))
		if is.Capabilities != nil {
			for _, name := range is.Capabilities.Add {
				say("adds %s", name)
			}
			for _, name := range is.Capabilities.Drop {
				say("drops %s", name)
			}
		}
		if profile := seccompOf(&pod, &c); profile != nil {
			say("seccomp %v", profile.Type != core.SeccompProfileTypeUnconfined)
		}
		if is.ProcMount != nil && *is.ProcMount == core.UnmaskedProcMount {
			say("unmasked")
		}
		for shares, what := range map[string]bool{"pid": pod.Spec.HostPID, "ipc": pod.Spec.HostIPC, "network": pod.Spec.HostNetwork} {
			if what {
				say("shares %s", shares)
			}
		}
		for _, p := range c.Ports {
			say("listens on %d", p.ContainerPort)
			if p.HostPort != 0 {
				say("publishes %d as %d", p.ContainerPort, p.HostPort)
			}
		}
		for _, m := range c.VolumeMounts {
			for _, v := range pod.Spec.Volumes {
				if v.Name == m.Name && v.HostPath != nil {
					say("mounts %s, read-only %v", v.HostPath.Path, m.ReadOnly)
				}
			}
		}
		for _, e := range c.Env {
			say("variable %s, by name %v", e.Name, e.ValueFrom != nil)
		}
	}
	slices.Sort(lines)
	return lines, refused
}

// seccompOf returns the profile that holds: the container's, else the pod's (kubelet, getSeccompProfile).
func seccompOf(pod *core.Pod, c *core.Container) *core.SeccompProfile {
	if c.SecurityContext != nil && c.SecurityContext.SeccompProfile != nil {
		return c.SecurityContext.SeccompProfile
	}
	if pod.Spec.SecurityContext != nil {
		return pod.Spec.SecurityContext.SeccompProfile
	}
	return nil
}

// read returns what wirevet states of a manifest, in the lines of [theirs], and what it refuses.
func read(text string) (lines []string, refused string) {
	stated, _, _ := ours.Parse(facts.NewSource("pod.yaml", []byte(text)), []byte(text))
	for _, p := range stated.Problems {
		refused += p.Message + "; "
	}
	for _, w := range stated.Workloads {
		name := w.Span.Text()
		say := func(format string, args ...any) { lines = append(lines, name+" "+fmt.Sprintf(format, args...)) }
		if w.User.Known() {
			say("user %s", w.User.Value.Name)
		}
		for what, s := range map[string]facts.Stated[bool]{
			"non-root": w.Deployed.NonRoot, "privileged": w.Container.Privileged, "read-only": w.Deployed.ReadOnlyRoot, "escalates": w.Container.Escalation,
		} {
			if s.Known() {
				say("%s %v", what, s.Value)
			}
		}
		for _, c := range w.CapAdd {
			say("adds %s", c.Value)
		}
		for _, c := range w.CapDrop {
			say("drops %s", c.Value)
		}
		for _, c := range w.Confinement {
			switch c.Name {
			case "seccomp":
				say("seccomp %v", c.On)
			case "the masks over /proc":
				say("unmasked")
			}
		}
		for _, n := range w.Container.Namespaces {
			if n.With == "host" {
				say("shares %s", n.Kind)
			}
		}
		for _, p := range w.Deployed.Listens {
			say("listens on %s", p.Port)
		}
		for _, p := range w.Container.Ports {
			say("publishes %s as %s", p.Container, p.Host)
		}
		for _, r := range stated.Roots {
			if r.Entry == w.Entry {
				say("mounts %s, read-only %v", r.Path, r.Access.Value == facts.ReadOnly)
			}
		}
		for _, v := range w.Deployed.Environment.Variables {
			say("variable %s, by name %v", v.Name, v.ByName)
		}
	}
	slices.Sort(lines)
	return lines, refused
}

func TestPodsAreReadAsKubernetesReadsThem(t *testing.T) {
	accepted := 0
	for seed := range uint64(2000) {
		text := generator{rand.New(rand.NewPCG(seed, 3))}.pod()
		want, theyRefuse := theirs(t, text)
		got, weRefuse := read(text)
		outOfRange := slices.ContainsFunc([]string{"must be between 0 and 2147483647", "must be between 1 and 65535", "containerPort: Required"},
			func(words string) bool { return strings.Contains(theyRefuse, words) })
		if outOfRange != (weRefuse != "") {
			t.Fatalf("seed %d: we say %q, Kubernetes %q\n%s", seed, weRefuse, theyRefuse, text)
		}
		if theyRefuse != "" {
			continue
		}
		accepted++
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: differs\n got %s\nwant %s\n%s", seed, strings.Join(got, "\n     "), strings.Join(want, "\n     "), text)
		}
	}
	if accepted < 500 {
		t.Errorf("Kubernetes accepts %d of 2000 pods", accepted)
	}
}

// generator makes pods in which everything that wirevet reads is stated on some level, or on none.
type generator struct{ *rand.Rand }

func (g generator) pick(list ...string) string { return list[g.IntN(len(list))] }

func (g generator) pod() string {
	var b strings.Builder
	b.WriteString("apiVersion: v1\nkind: Pod\nmetadata: {name: mcp, namespace: tools}\nspec:\n")
	b.WriteString(g.pick("", "  hostNetwork: true\n", "  hostNetwork: false\n") + g.pick("", "", "  hostPID: true\n") + g.pick("", "", "  hostIPC: true\n"))
	b.WriteString("  volumes: [{name: host, hostPath: {path: /srv/data}}, {name: tmp, emptyDir: {}}]\n")
	if g.IntN(2) == 0 {
		b.WriteString("  securityContext: {" + g.pick("", "runAsUser: 0, ", "runAsUser: 1000, ", "runAsUser: 2147483647, ") + g.pick("", "runAsNonRoot: true, ", "runAsNonRoot: false, ") +
			g.pick("", "seccompProfile: {type: RuntimeDefault}, ", "seccompProfile: {type: Unconfined}, ") + "fsGroup: 5}\n")
	}
	if g.IntN(3) == 0 {
		b.WriteString("  initContainers:\n" + g.container("first") + g.pick("", "    restartPolicy: Always\n"))
	}
	b.WriteString("  containers:\n" + g.container("one"))
	if g.IntN(2) == 0 {
		b.WriteString(g.container("two"))
	}
	return b.String()
}

func (g generator) container(name string) string {
	var b strings.Builder
	b.WriteString("  - name: " + name + "\n    image: example/mcp:1\n")
	if port := 1024 + g.IntN(64_000); g.IntN(2) == 0 { // of each container another one: they share the network
		text := g.pick(strconv.Itoa(port), strconv.Itoa(port), strconv.Itoa(port), "0", "65536", "65535")
		b.WriteString("    ports: [{containerPort: " + text + g.pick("", ", protocol: UDP", ", name: web") + "}]\n")
	}
	b.WriteString(g.pick("", "    env: [{name: A, value: x}, {name: B, valueFrom: {secretKeyRef: {name: s, key: k}}}, {name: C}]\n"))
	b.WriteString(g.pick("", "    volumeMounts: [{name: host, mountPath: /data}, {name: tmp, mountPath: /tmp}]\n", "    volumeMounts: [{name: host, mountPath: /data, readOnly: true}]\n"))
	if g.IntN(3) > 0 {
		b.WriteString("    securityContext:\n      " + g.pick("seLinuxOptions: {level: s0}", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false") + "\n")
		for _, line := range []string{
			g.pick("", "runAsUser: 0", "runAsUser: 65532", "runAsUser: -1", "runAsUser: 2147483648"), g.pick("", "runAsNonRoot: true", "runAsNonRoot: false"),
			g.pick("", "", "privileged: true", "privileged: false"), g.pick("", "allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true"),
			g.pick("", "capabilities: {add: [NET_ADMIN], drop: [ALL]}", "capabilities: {drop: [NET_RAW]}"),
			g.pick("", "", "seccompProfile: {type: RuntimeDefault}", "seccompProfile: {type: Unconfined}", "seccompProfile: {type: Localhost, localhostProfile: a.json}"),
			g.pick("", "", "procMount: Default", "procMount: Unmasked"),
		} {
			if line != "" {
				b.WriteString("      " + line + "\n")
			}
		}
	}
	return b.String()
}
