package credential

import (
	"math"
	"regexp"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/facts"
)

// provider is the format of one provider's tokens. Its pattern is compiled when one of its keywords is first seen.
type provider struct {
	id       string
	group    int
	entropy  float64 // bits per character that the secret must have
	keywords [6]string
	pattern  string
}

var (
	compileMutex sync.Mutex
	compiled     [len(providers)]*regexp.Regexp
)

func (p *provider) compile(i int) *regexp.Regexp {
	compileMutex.Lock()
	defer compileMutex.Unlock()
	if compiled[i] == nil {
		compiled[i] = regexp.MustCompile(p.pattern)
	}
	return compiled[i]
}

// Match is a token of a known format.
type Match struct {
	Start, End int    // byte offsets in the text
	Kind       string // in a sentence: "a GitHub personal access token"
}

// FindBytes returns the tokens of known formats in data, in order.
func FindBytes(data []byte) []Match {
	var out []Match
	for _, c := range keywords().in(data) {
		p := &providers[c.provider]
		for _, at := range p.compile(c.provider).FindAllSubmatchIndex(data[c.start:c.end], -1) {
			start, end := secretOf(p, at)
			start, end = start+c.start, end+c.start
			secret := string(data[start:end])
			if entropy(secret) < p.entropy || isExample(secret) {
				continue
			}
			out = append(out, Match{start, end, kindOf(p.id)})
		}
	}
	return disjoint(out)
}

// Mask hides everything in a file that has the shape of a provider's credential, wherever it stands: in a comment, in a key that
// nobody knows, in a part that does not parse.
func Mask(src *facts.Source, data []byte) {
	for _, m := range FindBytes(data) {
		src.Mask(m.Start, m.End, facts.Hint(string(data[m.Start:m.End])))
	}
}

// Find returns the tokens of known formats in text, in order.
func Find(text string) []Match {
	if len(text) < shortestMatch { // most of what is asked for: spare the copy
		return nil
	}
	return FindBytes([]byte(text))
}

// secretOf returns the part of a match that is the secret: the rule's group, else its first group.
func secretOf(p *provider, at []int) (start, end int) {
	group := p.group
	if group == 0 && len(at) > 2 {
		group = 1
	}
	if 2*group+1 < len(at) && at[2*group] >= 0 {
		return at[2*group], at[2*group+1]
	}
	return at[0], at[1]
}

// disjoint sorts matches and keeps the first and longest of those that overlap.
func disjoint(in []Match) []Match {
	for i := 1; i < len(in); i++ {
		for j := i; j > 0 && (in[j].Start < in[j-1].Start || in[j].Start == in[j-1].Start && in[j].End > in[j-1].End); j-- {
			in[j], in[j-1] = in[j-1], in[j]
		}
	}
	out := in[:0]
	for _, m := range in {
		if len(out) == 0 || m.Start >= out[len(out)-1].End {
			out = append(out, m)
		}
	}
	return out
}

// entropy returns the Shannon entropy of s in bits per byte.
func entropy(s string) float64 {
	var counts [256]int
	for i := 0; i < len(s); i++ {
		counts[s[i]]++
	}
	bits := 0.0
	for _, n := range counts {
		if n > 0 {
			p := float64(n) / float64(len(s))
			bits -= p * math.Log2(p)
		}
	}
	return bits
}

// isExample reports whether a token is one that documentation publishes, such as AKIAIOSFODNN7EXAMPLE, or one that
// was blanked out.
func isExample(token string) bool {
	lower := strings.ToLower(token)
	for _, mark := range [...]string{
		"example", "xxxx", "your", "placeholder", "redacted", "1234567890", "0000000", "abcdefghij", "....", "****",
		"ixmjm0nty3odkwi", // {"sub":"1234567890", as jwt.io shows it
		"hjgw7isln_3nam",  // cloud.google.com/docs/authentication/api-keys
	} {
		if strings.Contains(lower, mark) {
			return true
		}
	}
	return false
}

// kindOf turns a rule's id into words that complete "… is written into".
func kindOf(id string) string {
	for _, k := range kinds {
		if k.id == id {
			return k.words
		}
	}
	words := strings.ReplaceAll(id, "-", " ")
	for _, w := range [...][2]string{{"api", "API"}, {"pat", "personal access token"}, {"url", "URL"}} {
		words = replaceWord(words, w[0], w[1])
	}
	article := "a "
	if strings.ContainsRune("aeio", rune(words[0])) {
		article = "an "
	}
	return article + words
}

func replaceWord(text, word, by string) string {
	fields := strings.Fields(text)
	for i, f := range fields {
		if f == word {
			fields[i] = by
		}
	}
	return strings.Join(fields, " ")
}

// kinds words the formats that are seen most.
var kinds = [...]struct{ id, words string }{
	{"github-pat", "a GitHub personal access token"},
	{"github-fine-grained-pat", "a GitHub fine-grained token"},
	{"github-oauth", "a GitHub OAuth token"},
	{"github-app-token", "a GitHub app token"},
	{"gitlab-pat", "a GitLab personal access token"},
	{"anthropic-api-key", "an Anthropic API key"},
	{"anthropic-admin-api-key", "an Anthropic admin key"},
	{"openai-api-key", "an OpenAI API key"},
	{"aws-access-token", "an AWS access key"},
	{"gcp-api-key", "a Google API key"},
	{"slack-bot-token", "a Slack bot token"},
	{"slack-user-token", "a Slack user token"},
	{"stripe-access-token", "a Stripe key"},
	{"notion-api-token", "a Notion token"},
	{"linear-api-key", "a Linear API key"},
	{"jwt", "a JSON Web Token"},
	{"private-key", "a private key"},
	{"npm-access-token", "an npm token"},
	{"huggingface-access-token", "a Hugging Face token"},
}
