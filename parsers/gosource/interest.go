package gosource

import (
	"sync"

	"github.com/wirevet/wirevet/analyzers/gopackage"
)

// What makes a file interesting. A file that has none of these words states nothing: it is parsed for its declarations
// when an interesting package needs them, and not at all otherwise. Whoever teaches gofacts something new adds here what
// it looks at.
//
// Strong words state a fact by themselves, and count in test files too. Weak ones tell that product code touches the
// subject; imports are among the texts. Spoken ones are methods and headers of MCP: a package that has one and no SDK speaks
// the protocol by hand.
var (
	identifiers = sync.OnceValue(func() *wordTable {
		return newWordTable(map[strength][]string{strong: {
			// crypto/tls
			"InsecureSkipVerify", "MinVersion", "MaxVersion", "CipherSuites", "ClientAuth", "VerifyPeerCertificate", "VerifyConnection",
			"VersionSSL30", "VersionTLS10", "VersionTLS11", "InsecureCipherSuites",
			// libraries that switch verification or TLS off
			"EnableInsecureSkipVerify", "SetTLSClientConfig", "WithInsecure", "NewCredentials",
			// tokens
			"ParseUnverified", "WithoutClaimsValidation", "InsecureSkipSignatureCheck", "SkipIssuerCheck", "SkipExpiryCheck",
			"SkipClientIDCheck", "AllowMissingExpiration",
			// MCP
			"DisableLocalhostProtection", "WithDisableLocalhostProtection",
		}, weak: {
			"TLSClientConfig", "TLSConfig", "DefaultTransport", "DefaultClient", "RootCAs", "ClientCAs",
			"ListenAndServe", "ListenAndServeTLS", "ListenTLS", "ServeTLS", "ReadHeaderTimeout", "CheckRedirect", "CheckOrigin",
			"OriginPatterns", "AllowedOrigins", "AllowOrigins", "AllowAllOrigins", "CrossOriginProtection",
			"CommandContext", "SysProcAttr", "StartProcess", "Setenv", "LookupEnv", "Getenv", "Environ",
			"OpenFile", "WriteFile", "MkdirAll", "Mkdir", "Chmod", "Umask",
			"CallTool", "CallToolRequest", "AddTool", "WithAudience", "WithExpirationRequired", "WithLeeway", "RequireBearerToken",
			"ConstantTimeCompare", "WithValue",
		}})
	})

	texts = sync.OnceValue(func() *wordTable {
		return newWordTable(map[strength][]string{spoken: {
			"tools/call", "Mcp-Session-Id", "MCP-Session-Id", "mcp-session-id",
			"MCP-Protocol-Version", "Mcp-Protocol-Version", "mcp-protocol-version",
		}, weak: {
			"crypto/tls", "crypto/x509", "net", "net/http", "net/http/httputil", "net/rpc", "net/smtp",
			"log", "log/slog", "os/exec", "syscall", "golang.org/x/sys/unix", "golang.org/x/sys/windows", "flag", "math/rand", "math/rand/v2",
			"Authorization", "authorization", "Access-Control-Allow-Origin", "Origin", "X-API-Key",
		}})
	})

	// surfaces are further modules whose packages facts are about.
	surfaces = []string{
		"google.golang.org/grpc", "github.com/gorilla/websocket", "github.com/coder/websocket", "nhooyr.io/websocket",
		"github.com/gorilla/mux", "github.com/gorilla/handlers", "github.com/go-chi/chi", "github.com/go-chi/cors", "github.com/rs/cors",
		"github.com/gin-gonic/gin", "github.com/gin-contrib/cors", "github.com/labstack/echo", "github.com/gofiber/fiber",
		"github.com/valyala/fasthttp", "github.com/go-resty/resty", "resty.dev/v3", "github.com/hashicorp/go-retryablehttp",
		"github.com/hashicorp/go-cleanhttp", "github.com/imroc/req", "github.com/golang-jwt/jwt", "github.com/dgrijalva/jwt-go",
		"github.com/lestrrat-go/jwx", "github.com/coreos/go-oidc", "github.com/go-jose/go-jose", "golang.org/x/oauth2",
		"github.com/spf13/viper", "github.com/spf13/cobra", "github.com/spf13/pflag", "github.com/urfave/cli", "github.com/alecthomas/kong",
		"k8s.io/client-go/rest", "go.uber.org/zap", "github.com/rs/zerolog", "github.com/sirupsen/logrus", "github.com/go-logr/logr",
		"k8s.io/klog", "go.opentelemetry.io/otel",
	}
)

func isSurface(importPath string) bool {
	return gopackage.SDK(importPath) != "" || gopackage.ModuleAmong(surfaces, importPath) != ""
}
