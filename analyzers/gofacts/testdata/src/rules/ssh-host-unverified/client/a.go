package client

import "golang.org/x/crypto/ssh"

func connect(key any) {
	_ = &ssh.ClientConfig{HostKeyCallback: ssh.InsecureIgnoreHostKey()} // want `connects by ssh to a host whose key is not checked`
	_ = &ssh.ClientConfig{HostKeyCallback: ssh.FixedHostKey(key)}
}

func byOption(skip bool) ssh.HostKeyCallback {
	if skip {
		return ssh.InsecureIgnoreHostKey()
	}
	return ssh.FixedHostKey(nil)
}
