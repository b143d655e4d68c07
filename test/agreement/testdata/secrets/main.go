// Command secrets calls the tools of a vendor, who wants a key.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"example.com/secrets/internal/key"
)

var (
	endpoint = flag.String("url", "https://tools.example.com/mcp", "the server")
	apiToken = flag.String("api-token", "0Kj7Hg2Fd5Sa9PoT", "the token of the server") // want secret-in-source
	keyFile  = flag.String("api-token-file", "/run/secrets/api-token", "where a token of one's own is")
)

type client struct {
	url, apiKey string
	http        *http.Client
}

// trial is for those who have no account.
func trial() client {
	return client{url: *endpoint, apiKey: key.Trial(), http: http.DefaultClient}
}

func (c client) request(tool string) (*http.Request, error) {
	body, err := json.Marshal(map[string]any{
		"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": map[string]any{"name": tool},
	})
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequest(http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+c.apiKey)
	return req, nil
}

// legacy is how the vendor took keys until 2024.
func legacy(tool string) (*http.Response, error) {
	return http.Get("https://legacy.example.com/call?api_key=q8Zr4Lw1Xc6Vb3Nm&tool=" + url.QueryEscape(tool)) // want secret-in-url
}

// status needs no key.
func status() (*http.Response, error) {
	return http.Get("https://legacy.example.com/status?verbose=1")
}

func (c client) call(tool string) ([]byte, error) {
	req, err := c.request(tool)
	if err != nil {
		return nil, err
	}
	log.Printf("calling %s with a token of %d letters", tool, len(c.apiKey))
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusUnauthorized {
		log.Printf("the server refuses the token %s", c.apiKey) // want secret-logged
		return nil, errors.New("not authorized")
	}
	return io.ReadAll(io.LimitReader(resp.Body, 1<<20))
}

func main() {
	flag.Parse()
	token, err := os.ReadFile(*keyFile)
	if err != nil {
		token = []byte(*apiToken)
	}
	own := client{*endpoint, strings.TrimSpace(string(token)), &http.Client{Timeout: time.Minute}}
	for _, c := range []client{own, trial()} {
		for _, tool := range flag.Args() {
			result, err := c.call(tool)
			if err != nil {
				log.Print(err)
				continue
			}
			fmt.Println(string(result))
		}
	}
	for _, try := range []func() (*http.Response, error){status, func() (*http.Response, error) { return legacy("now") }} {
		resp, err := try()
		if err != nil {
			log.Print(err)
			continue
		}
		resp.Body.Close()
	}
}
