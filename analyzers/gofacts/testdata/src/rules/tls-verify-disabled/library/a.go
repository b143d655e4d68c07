package library

import (
	"crypto/tls"
	"flag"
)

const Skip = true

var FromFlag = flag.Bool("insecure", false, "do not verify certificates")

type client struct{ tls tls.Config }

type Option func(*client)

func WithInsecure() Option { return func(c *client) { c.tls.InsecureSkipVerify = true } }

func WithSkipVerify(skip bool) Option {
	return func(c *client) { c.tls.InsecureSkipVerify = skip }
}

func New(options ...Option) *client {
	c := &client{}
	for _, option := range options {
		option(c)
	}
	return c
}

func Dial(host string, skip bool) error {
	_, err := tls.Dial("tcp", host+":443", &tls.Config{InsecureSkipVerify: skip})
	return err
}
