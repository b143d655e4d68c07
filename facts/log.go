package facts

// LoggedSecret is a place where a program or a proxy writes a credential, or something that holds one, into a log.
type LoggedSecret struct {
	Entry *Entry
	Span  Span   // what is written
	What  string // completes "writes … into its log": "the header Authorization", "all headers of a request"
	// Logger is what writes: "log/slog", "zap".
	Logger     string
	Confidence Confidence
}

// Headers that carry credentials, as a LoggedSecret of a proxy names them.
const (
	AuthorizationHeader = "the header Authorization of requests"
	CookieHeader        = "the header Cookie of requests"
)

// AddLogged adds what a proxy writes into its log, once for an entry and a place.
func (s *Facts) AddLogged(entry *Entry, at Span, what, logger string) {
	for _, l := range s.Logged {
		if l.Entry == entry && l.Span == at {
			return
		}
	}
	s.Logged = append(s.Logged, &LoggedSecret{Entry: entry, Span: at, What: what, Logger: logger, Confidence: High})
}
