package dockerfile_test

import (
	"fmt"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/dockerfile"
)

// BenchmarkDockerfiles reads n files; time and memory grow as n does.
func BenchmarkDockerfiles(b *testing.B) {
	const text = `# syntax=docker/dockerfile:1
FROM golang:1.26 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.cache \
    CGO_ENABLED=0 go build -trimpath -o /server ./cmd/server
FROM gcr.io/distroless/static-debian12:nonroot
ENV LOG_LEVEL=info PORT=8080
COPY --from=build /server /server
EXPOSE 8080
HEALTHCHECK CMD ["/server", "health"]
ENTRYPOINT ["/server", "--listen", ":8080"]
`
	for _, n := range []int{500, 5_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for range n {
					data := []byte(text)
					dockerfile.Parse(facts.NewSource("mcp/Dockerfile", data), data)
				}
			}
		})
	}
}
