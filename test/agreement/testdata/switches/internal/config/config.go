// Package config reads what the user has written down.
package config

import (
	"encoding/json"
	"os"
)

// Config is the content of a configuration file.
type Config struct {
	ServerName string `json:"serverName"`
	SkipVerify bool   `json:"skipVerify"`
}

// Read reads a file.
func Read(name string) (Config, error) {
	var c Config
	data, err := os.ReadFile(name)
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(data, &c)
}
