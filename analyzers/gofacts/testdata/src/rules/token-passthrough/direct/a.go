package direct

import (
	"net/http"
	"os"
)

func forward(w http.ResponseWriter, r *http.Request) {
	req, _ := http.NewRequest("GET", "https://api.example.com/items", nil)
	req.Header.Set("Authorization", r.Header.Get("Authorization")) // want `sends the Authorization header of its caller on`
	http.DefaultClient.Do(req)
}

func byVariable(w http.ResponseWriter, r *http.Request) {
	token := r.Header.Get("Authorization")
	req, _ := http.NewRequest("GET", "https://api.example.com/items", nil)
	req.Header.Add("authorization", token) // want `sends the Authorization header`
	http.DefaultClient.Do(req)
}

func allHeaders(w http.ResponseWriter, r *http.Request) {
	req, _ := http.NewRequest("GET", "https://api.example.com/items", nil)
	req.Header = r.Header.Clone() // want `sends the Authorization header`
	http.DefaultClient.Do(req)
}

func ownToken(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") == "" {
		return
	}
	req, _ := http.NewRequest("GET", "https://api.example.com/items", nil)
	req.Header.Set("Authorization", "Bearer "+os.Getenv("ITEMS_TOKEN"))
	req.Header.Set("X-Request-Id", r.Header.Get("X-Request-Id"))
	http.DefaultClient.Do(req)
}

// A response is no other service.
func echo(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Authorization", r.Header.Get("Authorization"))
}

// Tests of middleware make requests from requests.
func rewrite(w http.ResponseWriter, r *http.Request) {
	r.Header.Set("Authorization", r.Header.Get("Authorization")+" ")
}

func byIndex(w http.ResponseWriter, r *http.Request) {
	req, _ := http.NewRequest("GET", "https://api.example.com/items", nil)
	req.Header["Authorization"] = r.Header["Authorization"] // want `sends the Authorization header`
	http.DefaultClient.Do(req)
	other, _ := http.NewRequest("GET", "https://api.example.com/items", nil)
	other.Header["Authorization"] = []string{r.Header.Get("Authorization")} // want `sends the Authorization header`
	other.Header["X-Request-Id"] = r.Header["X-Request-Id"]
	http.DefaultClient.Do(other)
}
