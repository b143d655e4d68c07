package traefik

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/parsers/input"
)

// settings makes labels of one container, and options of Traefik's command line, of text.
func settings(container string, lines ...string) []Setting {
	var out []Setting
	for _, line := range lines {
		src := facts.NewSource("compose.yaml", []byte(line))
		key, value, _ := strings.Cut(line, "=")
		from := len(line) - len(value)
		s := Setting{Key: key, At: facts.Span{Source: src, Start: 0, End: len(key)}, Value: facts.Word{Text: value, Source: src, Start: from, End: len(line)}}
		if !strings.HasPrefix(key, "-") {
			s.Container = container
		}
		out = append(out, s)
	}
	return out
}

func TestLabelsAndOptionsHaveTheKeysOfFiles(t *testing.T) {
	f := Settings(settings("tools",
		"--entrypoints.WebSecure.address=:443",
		"--accesslog=true",
		"--providers.docker=true",
		"traefik.enable=true",
		"traefik.http.routers.mcp.rule=Host(`mcp.example.com`) && PathPrefix(`/mcp`)",
		"traefik.http.routers.mcp.entrypoints=websecure",
		"traefik.http.routers.mcp.tls.certresolver=le",
		"traefik.http.routers.mcp.middlewares=users,sec@docker",
		"traefik.http.middlewares.users.basicauth.usersfile=/users",
		"traefik.http.middlewares.sec.headers.stsSeconds=31536000",
		"traefik.http.services.mcp.loadbalancer.server.port=9000",
	), nil)
	if len(f.Listeners) != 1 || len(f.Routes) != 1 {
		t.Fatalf("%d listeners, %d routes", len(f.Listeners), len(f.Routes))
	}
	l, r := f.Listeners[0], f.Routes[0]
	got := fmt.Sprintf("%v %v %v %v %v %v %v %v %v %v", l.Port.Value, l.TLS.Value, l.Names[0].Value, r.Path, r.Authentication.Value, r.HSTS.Value,
		r.Audit.Level, r.Upstream.Address.Value, r.Upstream.Port, l.Policy.Certificates[0].Automatic)
	if want := "443 true mcp.example.com /mcp password true HTTP tools 9000 true"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if text := r.Span.Text(); text != "/mcp" {
		t.Errorf("the route stands at %q", text)
	}
}

func TestContainersThatTraefikLeavesOutHaveNoRoutes(t *testing.T) {
	router := "traefik.http.routers.mcp.rule=Host(`mcp.example.com`)"
	for name, c := range map[string]struct {
		lines []string
		want  int
	}{
		"nothing is said":           {[]string{router}, 1},
		"switched off":              {[]string{router, "traefik.enable=false"}, 0},
		"only what is switched on":  {[]string{"--providers.docker", "--providers.docker.exposedByDefault=false", router}, 0},
		"and it is":                 {[]string{"--providers.docker.exposedbydefault=false", router, "traefik.enable=true"}, 1},
		"no labels are read at all": {[]string{"--providers.file.directory=/etc/dynamic", router}, 0},
	} {
		if got := len(Settings(settings("tools", c.lines...), nil).Routes); got != c.want {
			t.Errorf("%s: %d routes, want %d", name, got, c.want)
		}
	}
}

func TestOptionsOfACommandLine(t *testing.T) {
	text := `--entrypoints.web.address=:80 run --accesslog --log.level DEBUG --api -x`
	src := facts.NewSource("a", []byte(text))
	var words []facts.Word
	at := 0
	for _, field := range strings.Fields(text) {
		words = append(words, facts.Word{Text: field, Source: src, Start: at, End: at + len(field)})
		at += len(field) + 1
	}
	var got []string
	for _, s := range Options(words) {
		got = append(got, s.Key+" "+s.Value.Text+" "+s.At.Text()+" "+s.Value.Content().Text())
	}
	want := "--entrypoints.web.address :80 --entrypoints.web.address :80|--accesslog true --accesslog --accesslog|" +
		"--log.level DEBUG --log.level DEBUG|--api true --api --api"
	if joined := strings.Join(got, "|"); joined != want {
		t.Errorf("got  %s\nwant %s", joined, want)
	}
}

func TestPasswordsOfMiddlewaresAreHidden(t *testing.T) {
	secret := strings.Repeat("Tq7", 8) + "x9"
	labels := settings("tools", "traefik.http.middlewares.a.basicauth.users=bob:"+secret)
	Settings(labels, nil)
	if shown := labels[0].Value.Content().Text(); strings.Contains(shown, secret) {
		t.Errorf("it is shown: %s", shown)
	}
	for name, text := range map[string]string{
		"a.yml":  "http:\n  middlewares:\n    a:\n      basicAuth:\n        users: [\"bob:" + secret + "\"]\n",
		"b.toml": "[http.middlewares.a.headers.customRequestHeaders]\nAuthorization = \"Bearer " + secret + "\"\n",
	} {
		src := facts.NewSource(name, []byte(text))
		Parse(&input.Unit{Files: []input.File{{Source: src, Data: []byte(text)}}}, nil)
		if shown := src.Text(src.All()); strings.Contains(shown, secret) {
			t.Errorf("it is shown:\n%s", shown)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, file := range goldenfacts.Texts(f) {
		f.Add(string(file.Data), strings.HasSuffix(file.Name, ".toml"))
	}
	f.Add("http: {routers: {a: {rule: \"Host(`\"}, b: {rule: \"(((\"}, c: {rule: \"Host(`a`\"}}}", false)
	f.Fuzz(func(t *testing.T, text string, toml bool) {
		name := "traefik.yml"
		if toml {
			name = "traefik.toml"
		}
		for _, x := range Parse(&input.Unit{Files: []input.File{{Source: facts.NewSource(name, []byte(text)), Data: []byte(text)}}}, nil) {
			for _, r := range x.Routes {
				if r.Span.Start < 0 || r.Span.End > len(text) || r.Span.Start > r.Span.End {
					t.Errorf("a route from %d to %d of %d", r.Span.Start, r.Span.End, len(text))
				}
			}
		}
	})
}

func BenchmarkTypicalSite(b *testing.B) {
	static := []byte("entryPoints:\n  web:\n    address: \":80\"\n  websecure:\n    address: \":443\"\naccessLog: {}\n")
	dynamic := []byte("http:\n  routers:\n    mcp:\n      rule: Host(`mcp.example.com`) && PathPrefix(`/mcp`)\n      entryPoints: [websecure]\n" +
		"      service: tools\n      middlewares: [auth, sec]\n      tls: {options: strict}\n  middlewares:\n    auth: {forwardAuth: {address: \"http://auth:9091\"}}\n" +
		"    sec: {headers: {stsSeconds: 31536000}}\n  services:\n    tools: {loadBalancer: {servers: [{url: \"http://127.0.0.1:9000\"}]}}\n" +
		"tls:\n  options:\n    strict: {minVersion: VersionTLS13}\n")
	b.ReportAllocs()
	for b.Loop() {
		out := Parse(&input.Unit{Files: []input.File{{Source: facts.NewSource("dynamic.yml", dynamic), Data: dynamic}, {Source: facts.NewSource("traefik.yml", static), Data: static}}}, nil)
		if len(out) != 1 || len(out[0].Routes) != 1 {
			b.Fatal("the files do not belong together")
		}
	}
}
