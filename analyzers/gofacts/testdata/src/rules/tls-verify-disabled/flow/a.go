package flow

import (
	"crypto/tls"
	"net/http"
	"testing"
)

const development = false

func assigned() *tls.Config {
	c := &tls.Config{}
	c.InsecureSkipVerify = true // want `does not verify`
	return c
}

func setBack() *tls.Config {
	c := &tls.Config{InsecureSkipVerify: true}
	c.InsecureSkipVerify = false
	return c
}

func setBackAfterBranch(x bool) *tls.Config {
	c := &tls.Config{}
	if x {
		c.InsecureSkipVerify = true
	}
	c.InsecureSkipVerify = false
	return c
}

func never() *tls.Config {
	c := &tls.Config{}
	if development {
		c.InsecureSkipVerify = true
	}
	return c
}

func inTests() *tls.Config {
	c := &tls.Config{}
	if testing.Testing() {
		c.InsecureSkipVerify = true
	}
	return c
}

// Whatever the branch asks, it is no switch: one way leads to no check at all.
func onError(err error) *tls.Config {
	c := &tls.Config{}
	if err != nil {
		c.InsecureSkipVerify = true // want `does not verify`
	}
	return c
}

func cloned() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.TLSClientConfig = &tls.Config{InsecureSkipVerify: true} // want `does not verify`
	return t
}

func everybody() {
	http.DefaultTransport.(*http.Transport).TLSClientConfig = &tls.Config{InsecureSkipVerify: true} // want `does not verify`
}

func nested(t *http.Transport) {
	t.TLSClientConfig.InsecureSkipVerify = true // want `does not verify`
}

func configClone() *tls.Config {
	base := &tls.Config{InsecureSkipVerify: true} // want `does not verify`
	c := base.Clone()
	c.InsecureSkipVerify = false
	return c
}

func mutate(c *tls.Config) {
	c.InsecureSkipVerify = true // want `does not verify`
}

type client struct {
	skip bool
	tls  tls.Config
}

func newClient() *client { return &client{skip: true} }

func (c *client) connect() {
	c.tls.InsecureSkipVerify = c.skip // want `does not verify`
}

type safeClient struct{ skip bool }

func newSafeClient() *safeClient { return &safeClient{} }

func (c *safeClient) connect() *tls.Config { return &tls.Config{InsecureSkipVerify: c.skip} }

func byParameter(skip bool) *tls.Config {
	return &tls.Config{InsecureSkipVerify: skip} // want `does not verify`
}

func calls() { byParameter(true) }

func notByParameter(skip bool) *tls.Config {
	return &tls.Config{InsecureSkipVerify: skip}
}

func callsNot() { notByParameter(false) }
