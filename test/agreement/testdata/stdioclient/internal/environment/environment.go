// Package environment makes environments for servers.
package environment

import "os"

// needs are the variables that each server needs.
var needs = map[string][]string{"tickets": {"TICKETS_TOKEN"}, "weather": {}}

// Of returns the environment of a server: the variables that every program needs, and its own.
func Of(server string) []string {
	var env []string
	for _, name := range append([]string{"PATH", "HOME", "LANG"}, needs[server]...) {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}
