// Package openssl answers which cipher suites an OpenSSL cipher string accepts: Expand("HIGH:!aNULL") evaluates the list as
// the library does (openssl-ciphers(1)), over every suite that OpenSSL has had since 1.0.2. It knows sets, and not
// their order: nothing that is judged depends on which suite is preferred.
package openssl
