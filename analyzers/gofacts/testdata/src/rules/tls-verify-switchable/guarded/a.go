package guarded

import (
	"crypto/tls"
	"flag"
	"log"
	"net"
)

var insecure = flag.Bool("insecure", false, "do not verify certificates")

func toThisMachine(host string) *tls.Config {
	return &tls.Config{InsecureSkipVerify: *insecure && host == "localhost"}
}

func isLoopback(host string) bool { return net.ParseIP(host).IsLoopback() }

func checked(host string) *tls.Config {
	c := &tls.Config{}
	if *insecure && isLoopback(host) {
		c.InsecureSkipVerify = true
	}
	return c
}

func refused(host string) *tls.Config {
	if !isLoopback(host) {
		return &tls.Config{}
	}
	return &tls.Config{InsecureSkipVerify: *insecure}
}

func logged() *tls.Config {
	if *insecure {
		log.Println("WARNING: TLS certificates are not verified")
	}
	return &tls.Config{InsecureSkipVerify: *insecure}
}

const never = false

func constantly() *tls.Config { return &tls.Config{InsecureSkipVerify: never} }
