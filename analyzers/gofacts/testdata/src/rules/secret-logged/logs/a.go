package logs

import (
	"context"
	"fmt"
	"log"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"os"
	"strings"
)

type config struct {
	apiKey, name string
	logger       *slog.Logger
}

func handle(w http.ResponseWriter, r *http.Request) {
	log.Printf("call with %s", r.Header.Get("Authorization")) // want `writes the header Authorization into its log`
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	slog.Info("call", "token", token)                                    // want `writes the header Authorization`
	slog.InfoContext(r.Context(), "call", slog.Any("headers", r.Header)) // want `writes all headers of a request`
	log.Printf("call with a token: %t", token != "")
	log.Printf("call with a token of %d bytes", len(token))
	log.Printf("call with %s...", token[:4])
	log.Print("the header Authorization is missing")
	log.Printf("%s %s from %s", r.Method, r.URL.Path, r.Header.Get("User-Agent"))
	w.Header().Set("X", token)
	log.Print(w.Header())
}

func start(c *config) {
	c.logger.Debug("starting", "key", c.apiKey, "name", c.name)      // want `writes apiKey into its log`
	log.Println(os.Environ())                                        // want `writes the whole environment`
	fmt.Fprintf(os.Stderr, "key %s\n", os.Getenv("TICKETS_API_KEY")) // want `writes the variable TICKETS_API_KEY`
	fmt.Fprintf(os.Stderr, "region %s\n", os.Getenv("REGION"))
	fmt.Printf("key %s\n", c.apiKey) // to whoever runs the program
	c.logger.Debug("starting", "key", mask(c.apiKey))
	short := c.apiKey[:4]
	c.logger.Debug("starting", "key", short)
}

func mask(s string) string { return strings.Repeat("*", len(s)) }

func dumps(logger *slog.Logger, r *http.Request) {
	if dump, err := httputil.DumpRequest(r, true); err == nil {
		logger.Debug(string(dump)) // want `writes a whole request with its headers`
	}
	redacted := r.Clone(r.Context())
	redacted.Header.Del("Authorization")
	if dump, err := httputil.DumpRequest(redacted, true); err == nil {
		logger.Debug(string(dump))
	}
}

func stored(refreshTokenSignature string) {
	slog.Debug("not found", "signature", refreshTokenSignature)
}

func names(pwd, clientKey, projectKey string) {
	log.Printf("in %s, client %s, project %s", pwd, clientKey, projectKey)
}

func other(ctx context.Context, pageToken, progressToken, token, secretName, keyID string, tokens int) {
	slog.InfoContext(ctx, "page", "next", pageToken, "progress", progressToken, "word", token, "name", secretName, "id", keyID, "n", tokens)
}
