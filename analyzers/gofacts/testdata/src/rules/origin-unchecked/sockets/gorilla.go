package sockets

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os"

	"github.com/gorilla/websocket"
	"github.com/mark3labs/mcp-go/server"
)

var tools = server.NewMCPServer("tools", "1.0.0")

func speak(ctx context.Context, c *websocket.Conn) {
	for {
		_, message, err := c.ReadMessage()
		if err != nil {
			return
		}
		c.WriteJSON(tools.HandleMessage(ctx, message))
	}
}

var anyone = websocket.Upgrader{
	ReadBufferSize: 4096,
	CheckOrigin:    func(r *http.Request) bool { return true },
}

func open() {
	http.ListenAndServe("127.0.0.1:1", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := anyone.Upgrade(w, r, nil) // want `does not check Origin or Host`
		if err == nil {
			speak(r.Context(), c)
		}
	}))
}

type bridge struct{ upgrader websocket.Upgrader }

func newBridge() *bridge {
	b := &bridge{}
	b.upgrader.CheckOrigin = allow
	return b
}

func allow(*http.Request) bool { return true }

func (b *bridge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c, _ := (&websocket.Upgrader{CheckOrigin: allow}).Upgrade(w, r, nil) // want `does not check Origin or Host`
	go b.loop(c)
}

func (b *bridge) loop(c *websocket.Conn) {
	_, message, _ := c.ReadMessage()
	var call struct{ Method string }
	json.Unmarshal(message, &call)
	if call.Method == "tools/call" {
		c.WriteJSON(call)
	}
}

func typed() {
	mux := http.NewServeMux()
	mux.Handle("/ws", newBridge())
	http.ListenAndServe("127.0.0.1:2", mux)
}

// Nothing but its path says what this one is for.
func relay(w http.ResponseWriter, r *http.Request) {
	c, _ := websocket.Upgrade(w, r, nil, 0, 0) // want `does not check Origin or Host`
	_ = c
}

func byPath() {
	mux := http.NewServeMux()
	mux.HandleFunc("/mcp/ws", relay)
	http.ListenAndServe("127.0.0.1:3", mux)
	other := http.NewServeMux()
	other.HandleFunc("/chat", relay)
	http.ListenAndServe("127.0.0.1:4", other)
}

// What follows refuses foreign origins, or may.

var careful = websocket.Upgrader{CheckOrigin: func(r *http.Request) bool {
	u, err := url.Parse(r.Header.Get("Origin"))
	return err == nil && u.Host == "app.example.com"
}}

var plain websocket.Upgrader

func checked() {
	serve := func(u *websocket.Upgrader, address string) {
		http.ListenAndServe(address, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			c, _ := u.Upgrade(w, r, nil)
			speak(r.Context(), c)
		}))
	}
	serve(&careful, "127.0.0.1:5")
	http.ListenAndServe("127.0.0.1:6", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, _ := plain.Upgrade(w, r, nil)
		speak(r.Context(), c)
	}))
	http.ListenAndServe("127.0.0.1:7", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, _ := careful.Upgrade(w, r, nil)
		speak(r.Context(), c)
	}))
}

// With a token it is a note: a page of another site has none.
func token(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Get("token") != os.Getenv("TOKEN") {
		http.Error(w, "who are you?", http.StatusUnauthorized)
		return
	}
	c, _ := anyone.Upgrade(w, r, nil)
	speak(r.Context(), c)
}

func authenticated() { http.ListenAndServe("127.0.0.1:8", http.HandlerFunc(token)) }
