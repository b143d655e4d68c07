package direct

import "net/http"

type recovering struct{ next http.RoundTripper }

// RoundTrip sends a request again when the server has forgotten its session.
func (r *recovering) RoundTrip(req *http.Request) (*http.Response, error) {
	response, err := r.next.RoundTrip(req)
	if err != nil || response.StatusCode != http.StatusNotFound {
		return response, err
	}
	return r.again(req)
}

func (r *recovering) again(req *http.Request) (*http.Response, error) {
	second, err := http.NewRequestWithContext(req.Context(), http.MethodPost, req.URL.String(), nil)
	if err != nil {
		return nil, err
	}
	second.Header = req.Header.Clone()
	return r.next.RoundTrip(second)
}
