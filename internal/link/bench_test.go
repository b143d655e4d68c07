package link

import (
	"fmt"
	"testing"

	"github.com/wirevet/wirevet/facts"
)

// BenchmarkServices joins as many services, with their workloads, images and programs, as proxies name next hops. Its time
// must grow with their number, not with the number of pairs.
func BenchmarkServices(b *testing.B) {
	for _, n := range []int{100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				f := services(n)
				b.StartTimer()
				s := Link([]*facts.Facts{f})
				if len(s.Upstreams[n-1].Serves) != 1 {
					b.Fatal("the last hop leads nowhere")
				}
			}
		})
	}
}

func services(n int) *facts.Facts {
	f := &facts.Facts{}
	src := facts.NewSource("compose.yaml", []byte("x"))
	at := facts.Span{Source: src, Start: 0, End: 1}
	project := &facts.Deployment{Kind: "compose project", Dir: "."}
	thing := func(name string) *facts.Entry {
		e := &facts.Entry{Component: name, Name: at, Block: at, Deployment: project, Relevance: facts.Unrelated}
		f.Entries = append(f.Entries, e)
		return e
	}
	module := &facts.GoModule{Path: "example.com/r", Dir: "."}
	for i := range n {
		name := fmt.Sprintf("mcp-%d", i)
		file := facts.NewSource(name+"/Dockerfile", []byte("x"))
		program := goPackage(module, name, "example.com/r/"+name, "main")
		f.GoPackages = append(f.GoPackages, program)
		f.Listeners = append(f.Listeners, &facts.Listener{Entry: program.Entry, Span: at, Port: facts.Written("8080", at)})
		build := &facts.ImageBuild{Entry: thing("the image of " + name), Source: file, Last: true, Process: &facts.Workload{}, GoMains: []string{"."}}
		f.Builds = append(f.Builds, build)
		w := &facts.Workload{Entry: thing("compose service " + name), Span: at, Container: &facts.Container{}, Deployed: &facts.Deployed{
			Service: name, Image: &facts.BuildReference{Context: name, Dockerfile: file.Path},
		}}
		f.Workloads = append(f.Workloads, w)
		f.Services = append(f.Services, &facts.Service{Entry: w.Entry, Span: at, Names: []string{name}, Workloads: []*facts.Workload{w}})
		proxy := thing("proxy " + name)
		u := &facts.Upstream{Entry: proxy, Span: at, Address: facts.Written(name, at), Port: "8080"}
		f.Upstreams = append(f.Upstreams, u)
		f.Routes = append(f.Routes, &facts.Route{Entry: proxy, Span: at, Path: "/mcp", Upstream: u})
	}
	return f
}
