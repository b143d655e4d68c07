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
