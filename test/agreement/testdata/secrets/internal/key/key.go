// Package key holds the key that everybody may use.
package key

import "os"

var trialPassword = "h7Gx2Kp9Lm4Q" // want secret-in-source

// placeholder is what the documentation shows.
const placeholder = "your-api-key-here"

// Trial returns the key of whoever runs the program, or the one for trials.
func Trial() string {
	if own := os.Getenv("TOOLS_API_KEY"); own != "" && own != placeholder {
		return own
	}
	return trialPassword
}
