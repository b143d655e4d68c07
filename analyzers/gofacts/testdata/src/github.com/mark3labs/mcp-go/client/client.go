// Package client declares as much of the SDK as the tests use.
package client

type Client struct{}

func NewStreamableHttpClient(baseURL string) (*Client, error) { return nil, nil }

func NewSSEMCPClient(baseURL string) (*Client, error) { return nil, nil }
