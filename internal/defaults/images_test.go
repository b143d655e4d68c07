package defaults

import "testing"

func TestUsersOfImages(t *testing.T) {
	for _, c := range []struct{ image, tag, want string }{
		{"node", "22-alpine", "root"},
		{"docker.io/library/python", "3.13", "root"},
		{"gcr.io/distroless/static-debian12", "nonroot", "65532"},
		{"gcr.io/distroless/static-debian12", "debug-nonroot", "65532"},
		{"gcr.io/distroless/static-debian12", "latest", "root"},
		{"nginxinc/nginx-unprivileged", "", "101"},
		{"example/node", "22", ""},
		{"nodes", "", ""},
		{"gcr.io/distroless", "", ""},
	} {
		got, ok := UserOf(c.image, c.tag)
		if got.User != c.want || ok != (c.want != "") || ok && got.Source == "" {
			t.Errorf("%s:%s: %+v", c.image, c.tag, got)
		}
	}
}
