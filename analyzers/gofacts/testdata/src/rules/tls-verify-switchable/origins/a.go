package origins

import (
	"crypto/tls"
	"flag"
	"log"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
)

var insecure = flag.Bool("insecure", false, "do not verify certificates")

func byFlag() *tls.Config {
	return &tls.Config{InsecureSkipVerify: *insecure} // want `the flag -insecure turns certificate verification of the TLS client in byFlag off`
}

func byFlagVar() *tls.Config {
	var skip bool
	flag.BoolVar(&skip, "skip-verify", true, "do not verify certificates")
	return &tls.Config{InsecureSkipVerify: skip} // want `the TLS client in byFlagVar does not verify TLS certificates unless the flag -skip-verify says so`
}

func byBranch() *tls.Config {
	c := &tls.Config{}
	if *insecure {
		c.InsecureSkipVerify = true // want `the flag -insecure turns`
	}
	return c
}

func byEarlyReturn() *http.Transport {
	if !*insecure {
		return &http.Transport{}
	}
	return &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}} // want `the flag -insecure turns`
}

func byElse(verify bool) *tls.Config {
	if verify {
		return &tls.Config{}
	} else {
		return &tls.Config{InsecureSkipVerify: true} // want `the option verify turns`
	}
}

func backOn() *tls.Config {
	c := &tls.Config{InsecureSkipVerify: true} // want `does not verify TLS certificates unless the environment variable VERIFY says so`
	if os.Getenv("VERIFY") == "true" {
		c.InsecureSkipVerify = false
	}
	return c
}

func byVariable() *tls.Config {
	return &tls.Config{InsecureSkipVerify: os.Getenv("MCP_SKIP_VERIFY") == "1"} // want `the environment variable MCP_SKIP_VERIFY turns`
}

func byDefaultOn() *tls.Config {
	return &tls.Config{InsecureSkipVerify: os.Getenv("MCP_VERIFY") != "1"} // want `unless the environment variable MCP_VERIFY says so`
}

func byParsedVariable() *tls.Config {
	skip, _ := strconv.ParseBool(os.Getenv("SKIP"))
	return &tls.Config{InsecureSkipVerify: skip} // want `the environment variable SKIP turns`
}

func getBool(name string, fallback bool) bool {
	if v, ok := os.LookupEnv(name); ok {
		return strings.EqualFold(v, "true")
	}
	return fallback
}

func byHelper() *tls.Config {
	return &tls.Config{InsecureSkipVerify: getBool("INSECURE", false)} // want `the environment variable INSECURE turns`
}

type Config struct {
	SkipVerify bool `json:"skip_verify"`
}

func byField(c *Config) *tls.Config {
	return &tls.Config{InsecureSkipVerify: c.SkipVerify} // want `the configuration field Config.SkipVerify turns`
}

func byInverted(c *Config) *tls.Config {
	verify := !c.SkipVerify
	return &tls.Config{InsecureSkipVerify: !verify} // want `the configuration field Config.SkipVerify turns`
}

// Insecure is exported: whoever calls it decides.
func Insecure(skip bool) *tls.Config {
	return &tls.Config{InsecureSkipVerify: skip} // want `the option skip turns`
}

func helper() *tls.Config {
	return &tls.Config{InsecureSkipVerify: true} // want `the configuration field Config.SkipVerify turns`
}

func caller(c *Config) *tls.Config {
	if c.SkipVerify {
		return helper()
	}
	return nil
}

type options struct{ tls tls.Config }

// Option changes how a client connects.
type Option func(*options)

// WithInsecure does not verify certificates.
func WithInsecure() Option {
	return func(o *options) {
		o.tls.InsecureSkipVerify = true // want `the option WithInsecure turns`
	}
}

// WithSkipVerify decides whether certificates are verified.
func WithSkipVerify(skip bool) Option {
	return func(o *options) {
		o.tls.InsecureSkipVerify = skip // want `the option skip turns`
	}
}

func byLocal() *tls.Config {
	insecure := false
	if os.Getenv("CA_INSECURE") != "" {
		if os.Getenv("CA_FILE") != "" {
			log.Fatal("one of the two")
		}
		insecure = true
	}
	if custom := os.Getenv("CUSTOM"); custom != "" {
		return nil
	} else {
		return &tls.Config{InsecureSkipVerify: insecure} // want `the environment variable CA_INSECURE turns`
	}
}

type copied struct{ config *tls.Config }

func (c *copied) proxy(u *url.URL) *tls.Config {
	if u.Scheme == "https" {
		return &tls.Config{InsecureSkipVerify: c.config.InsecureSkipVerify, RootCAs: c.config.RootCAs}
	}
	return nil
}

type both struct{ a, b bool }

func (x *both) first() bool {
	if x.b {
		x.a = true
	}
	return x.a
}

// Fields that depend on each other are followed to an end.
func (x *both) second() *tls.Config {
	x.b = false
	if x.a {
		x.b = true
	}
	x.a = false
	return &tls.Config{InsecureSkipVerify: x.b || x.first()}
}
