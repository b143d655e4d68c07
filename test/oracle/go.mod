module github.com/wirevet/wirevet/test/oracle

go 1.26.0

require github.com/wirevet/wirevet v0.0.0

require (
	github.com/BurntSushi/toml v1.6.0 // indirect
	github.com/pelletier/go-toml/v2 v2.4.3 // indirect
	github.com/tailscale/hujson v0.0.0-20260727124030-b80ff77dac4f // indirect
	go.yaml.in/yaml/v4 v4.0.0 // indirect
)

replace github.com/wirevet/wirevet => ../..
