package launches

import "net/http"

func run(key string) {
	http.Get("https://api.example.org/items?api_key=q8Zr4Lw1Xc6Vb3Nm") // want `a credential in the URL`
	http.Get("https://user:q8Zr4Lw1Xc6Vb3Nm@api.example.org/items")    // want `a credential in the URL`
	http.Get("https://api.example.org/items?api_key=YOUR_API_KEY")
	http.Get("https://api.example.org/items?page=q8Zr4Lw1Xc6Vb3Nm")
	http.Get("https://api.example.org/items?api_key=%s")
}
