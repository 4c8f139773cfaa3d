// net/http without sockets: handlers and what tests do with them, requests and answers as texts, cookies, RPC over a pipe.
package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/http/httputil"
	"net/rpc"
	"net/rpc/jsonrpc"
	"net/url"
	"strings"
	"testing/fstest"
	"time"
)

// Arithmetic is called from the other end of a pipe.
type Arithmetic struct{}

// Add adds.
func (Arithmetic) Add(in [2]int, out *int) error {
	if in[0] < 0 {
		return fmt.Errorf("negative")
	}
	*out = in[0] + in[1]
	return nil
}

// logged is a handler around another.
func logged(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Seen", r.Method)
		h.ServeHTTP(w, r)
	})
}

func handlers() {
	mux := http.NewServeMux()
	mux.HandleFunc("/echo/", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %s %q %s %v", r.Method, r.URL.Path, r.URL.Query()["q"], body, err)
	})
	mux.HandleFunc("/form", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.FormValue("a"), r.PostFormValue("b")) })
	mux.HandleFunc("/cookie", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "n", Value: "v", Path: "/", HttpOnly: true})
		w.WriteHeader(http.StatusTeapot)
	})
	mux.Handle("/to", http.RedirectHandler("/form", http.StatusFound))
	mux.Handle("/files/", http.StripPrefix("/files/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.URL.Path) })))
	mux.Handle("/slow", http.TimeoutHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }), 20*time.Millisecond, "late"))
	form := strings.NewReader(url.Values{"b": {"2"}}.Encode())
	post := httptest.NewRequest("POST", "/form?a=1", form)
	post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, r := range []*http.Request{
		httptest.NewRequest("PUT", "/echo/x?q=1&q=2", strings.NewReader("body")), post, httptest.NewRequest("GET", "/cookie", nil),
		httptest.NewRequest("GET", "/to", nil), httptest.NewRequest("GET", "/files/a/b", nil), httptest.NewRequest("GET", "/slow", nil),
		httptest.NewRequest("GET", "/nope", nil),
	} {
		w := httptest.NewRecorder()
		logged(mux).ServeHTTP(w, r)
		result := w.Result()
		body, err := io.ReadAll(result.Body)
		fmt.Println(result.Status, result.Header["X-Seen"], result.Header["Location"], result.Cookies(), strings.TrimSpace(string(body)), err)
	}
}

func texts() {
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader("POST /a?b=c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nX-Y: z\r\n\r\n3\r\nabc\r\n0\r\n\r\n")))
	fmt.Println(r.Method, r.URL, r.Host, r.Header, r.TransferEncoding, err)
	body, err := io.ReadAll(r.Body)
	fmt.Println(string(body), err)
	_, err = http.ReadRequest(bufio.NewReader(strings.NewReader("nonsense\r\n\r\n")))
	fmt.Println(err)
	answer, err := http.ReadResponse(bufio.NewReader(strings.NewReader("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno")), nil)
	fmt.Println(answer.Status, answer.ContentLength, err)
	request, _ := http.NewRequest("GET", "http://example.org/p", nil)
	request.SetBasicAuth("u", "p")
	dump, err := httputil.DumpRequest(request, true)
	fmt.Printf("%q %v\n", dump, err)
	var text bytes.Buffer
	request.Write(&text)
	fmt.Println(strings.Contains(text.String(), "Authorization: Basic dTpw"))
	fmt.Println(http.StatusText(418), http.CanonicalHeaderKey("x-a-b"), http.DetectContentType([]byte("<html>")), http.DetectContentType([]byte("\x89PNG\x0d\x0a\x1a\x0a")))
	w := httptest.NewRecorder()
	http.FileServerFS(fstest.MapFS{"a.txt": {Data: []byte("tree")}}).ServeHTTP(w, httptest.NewRequestWithContext(context.Background(), "GET", "/a.txt", nil))
	fmt.Println(w.Code, w.Body, w.Header()["Content-Type"])
	when, err := http.ParseTime("Sun, 06 Nov 1994 08:49:37 GMT")
	fmt.Println(when.Unix(), err)
}

// answers is a transport without a network.
type answers struct{}

func (answers) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	if r.URL.Path == "/start" {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "s1"})
		http.Redirect(w, r, "/end", http.StatusFound)
	} else {
		fmt.Fprint(w, r.URL.Path, " ", r.Header.Get("Cookie"))
	}
	return w.Result(), nil
}

func clients() {
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Transport: answers{}, Jar: jar}
	r, err := client.Get("http://h/start")
	body, _ := io.ReadAll(r.Body)
	fmt.Println(r.StatusCode, string(body), err)
	server, conn := net.Pipe()
	s := rpc.NewServer()
	s.Register(Arithmetic{})
	go s.ServeCodec(jsonrpc.NewServerCodec(server))
	c := jsonrpc.NewClient(conn)
	var sum int
	fmt.Println(c.Call("Arithmetic.Add", [2]int{2, 3}, &sum), sum)
	fmt.Println(c.Call("Arithmetic.Add", [2]int{-1, 3}, &sum), c.Call("Arithmetic.None", 1, &sum))
	c.Close()
}

func main() {
	handlers()
	texts()
	clients()
}
