package launch

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// sshOptions is the usage of OpenSSH's ssh(1).
var sshOptions = options{
	valued:  []string{"-B", "-b", "-c", "-D", "-E", "-e", "-F", "-I", "-i", "-J", "-L", "-l", "-m", "-O", "-o", "-P", "-p", "-Q", "-R", "-S", "-W", "-w"},
	cluster: true,
}

func addSSH(table map[string]launcher) { table["ssh"] = readSSH }

func readSSH(r *reader, self facts.Word, words []facts.Word, depth int) {
	found, rest := sshOptions.parse(words)
	r.step("ssh", self.Span())
	if len(rest) == 0 {
		return
	}
	destination := rest[0]
	more, command := sshOptions.parse(rest[1:])
	c := &facts.SSHConnection{
		Entry: r.in.Entry, Span: destination.Span(), Destination: destination.Text,
		HostKey: facts.ByDefault(facts.AskUnknownKey, destination.Span(), "ssh asks about an unknown key (ssh_config(5))"),
	}
	user, _, named := strings.Cut(destination.Text, "@")
	if named {
		r.account(user, IsRoot(user), destination.Sub(0, len(user)).Span())
	}
	for _, o := range append(found, more...) {
		switch o.name {
		case "-l":
			r.account(o.text(), IsRoot(o.text()), o.value.Span())
		case "-A":
			c.Agent = facts.Written(true, o.span())
		case "-o":
			sshSetting(c, o)
			r.part(o)
		}
	}
	r.out.SSH = append(r.out.SSH, c)
	if len(command) == 1 {
		command = Split(command[0])
	}
	r.run(command, depth+1)
}

// sshSetting reads -o KEY=VALUE.
func sshSetting(c *facts.SSHConnection, o option) {
	key, value, ok := strings.Cut(o.text(), "=")
	if !ok {
		key, value, _ = strings.Cut(o.text(), " ")
	}
	value = strings.TrimSpace(value)
	switch strings.ToLower(strings.TrimSpace(key)) {
	case "stricthostkeychecking":
		switch strings.ToLower(value) {
		case "no", "off":
			c.HostKey = facts.Written(facts.AcceptAnyKey, o.value.Span())
		case "accept-new":
			c.HostKey = facts.Written(facts.AcceptNewKey, o.value.Span())
		case "yes":
			c.HostKey = facts.Written(facts.RefuseUnknownKey, o.value.Span())
		}
	case "userknownhostsfile", "globalknownhostsfile":
		c.KnownHosts = facts.Written(value, o.value.Span())
	case "forwardagent":
		if strings.EqualFold(value, "yes") {
			c.Agent = facts.Written(true, o.value.Span())
		}
	}
}

// addTunnels lists the programs that publish a local endpoint.
func addTunnels(table map[string]launcher) {
	tunnel := func(product string) launcher {
		return func(r *reader, self facts.Word, _ []facts.Word, _ int) {
			r.step(product, self.Span())
			r.launch.Program = product
			r.tunnel(product, self)
		}
	}
	for name, product := range map[string]string{"ngrok": "ngrok", "zrok": "zrok", "lt": "localtunnel", "localtunnel": "localtunnel"} {
		table[name] = tunnel(product)
	}
	table["cloudflared"] = subcommands(map[string]launcher{"tunnel": tunnel("cloudflared")})
	table["tailscale"] = subcommands(map[string]launcher{"funnel": tunnel("tailscale funnel")})
}

func (r *reader) tunnel(product string, at facts.Word) {
	r.out.Tunnels = append(r.out.Tunnels, &facts.Tunnel{Entry: r.in.Entry, Product: product, Span: at.Span()})
}
