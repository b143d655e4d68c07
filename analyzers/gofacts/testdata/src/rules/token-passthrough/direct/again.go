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

// What a transport is handed is its own request, in the functions that it hands it to as well.
type reviving struct{ next http.RoundTripper }

func (t *reviving) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(r)
	if err == nil && resp.StatusCode == http.StatusNotFound {
		return t.again(r, "https://api.example.com")
	}
	return resp, err
}

func (t *reviving) again(r *http.Request, target string) (*http.Response, error) {
	second, err := http.NewRequest("POST", target, nil)
	if err != nil {
		return nil, err
	}
	second.Header = r.Header.Clone()
	return t.next.RoundTrip(second)
}

func (t *reviving) served(w http.ResponseWriter, r *http.Request) { t.asked(r) }

func (t *reviving) asked(r *http.Request) {
	second, _ := http.NewRequest("POST", "https://api.example.com", nil)
	second.Header = r.Header.Clone() // want `sends the Authorization header`
	t.next.RoundTrip(second)
}

var _ = http.Client{Transport: &reviving{}}
