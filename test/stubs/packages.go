package main

// family is packages that are written from one module, or from the standard library.
type family struct {
	packages []string
	// only lists the names that are kept of a large package, with what they need; nil keeps all.
	only map[string][]string
}

var families = []family{
	{packages: []string{
		"bufio", "bytes", "cmp", "context", "crypto", "crypto/ecdsa", "crypto/ed25519", "crypto/hmac", "crypto/md5", "crypto/rand",
		"crypto/rsa", "crypto/sha1", "crypto/sha256", "crypto/subtle", "crypto/tls", "crypto/x509", "crypto/x509/pkix", "embed",
		"encoding/base64", "encoding/hex", "encoding/json", "encoding/pem", "errors", "flag", "fmt", "hash", "io", "io/fs",
		"io/ioutil", "iter", "log", "log/slog", "log/syslog", "maps", "math/big", "math/rand", "math/rand/v2", "mime/multipart", "net",
		"net/http", "net/http/cookiejar", "net/http/httptest", "net/http/httputil", "net/netip", "net/rpc", "net/smtp",
		"net/textproto", "net/url", "os", "os/exec", "os/signal", "os/user", "path", "path/filepath", "regexp", "runtime", "slices", "sort",
		"strconv", "strings", "sync", "sync/atomic", "syscall", "testing", "time", "unicode",
		"unicode/utf8",
	}, only: map[string][]string{
		"math/big": {"Int", "NewInt"},
		"syscall": {
			"Credential", "SysProcAttr", "SysProcIDMap", "Exec", "ForkExec", "StartProcess", "ProcAttr", "Errno", "Signal", "Kill", "Umask", "Setuid", "Setgid",
			"Setgroups", "Setresuid", "Setresgid", "Chroot", "Chmod", "Getuid", "Geteuid", "Getenv", "Setenv", "Environ", "RawConn", "Conn", "Sockaddr",
			"SIGTERM", "SIGINT", "SIGKILL", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2",
			"CLONE_NEWNS", "CLONE_NEWUSER", "CLONE_NEWPID", "CLONE_NEWNET", "CLONE_NEWIPC", "CLONE_NEWUTS",
		},
		"runtime": {"GOOS", "GOARCH", "NumCPU", "GOMAXPROCS", "Caller", "Frame"},
		"unicode": {"IsLetter", "IsDigit", "IsSpace", "IsUpper", "IsLower", "ToUpper", "ToLower", "SpecialCase", "RangeTable"},
		"testing": {"T", "B", "F", "M", "TB", "Testing", "Short", "Verbose"},
	}},
	{packages: []string{
		"github.com/modelcontextprotocol/go-sdk/mcp", "github.com/modelcontextprotocol/go-sdk/auth",
		"github.com/modelcontextprotocol/go-sdk/jsonrpc", "github.com/modelcontextprotocol/go-sdk/internal/jsonrpc2",
		"github.com/modelcontextprotocol/go-sdk/oauthex",
	}},
	{packages: []string{
		"github.com/mark3labs/mcp-go/server", "github.com/mark3labs/mcp-go/mcp", "github.com/mark3labs/mcp-go/client",
		"github.com/mark3labs/mcp-go/client/transport",
	}},
	{packages: []string{
		"google.golang.org/grpc", "google.golang.org/grpc/credentials", "google.golang.org/grpc/credentials/insecure",
	}, only: map[string][]string{
		"google.golang.org/grpc": {
			"NewServer", "Server", "ServerOption", "Creds", "UnaryInterceptor", "StreamInterceptor", "ChainUnaryInterceptor",
			"ChainStreamInterceptor", "NewClient", "Dial", "DialContext", "DialOption", "ClientConn", "WithTransportCredentials",
			"WithInsecure", "WithBlock", "WithPerRPCCredentials", "UnaryServerInfo", "UnaryHandler", "StreamServerInfo", "StreamHandler",
		},
	}},
	{packages: []string{"github.com/gorilla/websocket"}},
	{packages: []string{"github.com/gorilla/mux"}},
	{packages: []string{"github.com/gorilla/handlers"}},
	{packages: []string{"github.com/coder/websocket"}},
	{packages: []string{"github.com/go-chi/chi/v5", "github.com/go-chi/chi/v5/middleware"}},
	{packages: []string{"github.com/go-chi/cors"}},
	{packages: []string{"github.com/rs/cors"}},
	{packages: []string{"github.com/gin-gonic/gin"}},
	{packages: []string{"github.com/gin-contrib/cors"}},
	{packages: []string{"github.com/labstack/echo/v4", "github.com/labstack/echo/v4/middleware"}},
	{packages: []string{"github.com/gofiber/fiber/v2"}},
	{packages: []string{"github.com/go-resty/resty/v2"}},
	{packages: []string{"github.com/hashicorp/go-retryablehttp"}},
	{packages: []string{"github.com/hashicorp/go-cleanhttp"}},
	{packages: []string{"github.com/golang-jwt/jwt/v4"}},
	{packages: []string{"github.com/golang-jwt/jwt/v5"}},
	{packages: []string{"github.com/lestrrat-go/jwx/v3/jwt"}},
	{packages: []string{"github.com/coreos/go-oidc/v3/oidc"}},
	{packages: []string{"go.uber.org/zap", "go.uber.org/zap/zapcore"}},
	{packages: []string{"github.com/rs/zerolog", "github.com/rs/zerolog/log"}},
	{packages: []string{"github.com/sirupsen/logrus"}},
	{packages: []string{"github.com/go-logr/logr"}},
	{packages: []string{"github.com/google/uuid"}},
	{packages: []string{"github.com/rs/xid"}},
	{packages: []string{"github.com/oklog/ulid/v2"}},
	{packages: []string{"github.com/segmentio/ksuid"}},
	{packages: []string{"github.com/spf13/viper"}},
	{packages: []string{"github.com/spf13/cobra"}},
	{packages: []string{"github.com/spf13/pflag"}},
	{packages: []string{"golang.org/x/oauth2", "golang.org/x/oauth2/clientcredentials"}},
	{packages: []string{"go.opentelemetry.io/otel/trace", "go.opentelemetry.io/otel/attribute"}},
}
