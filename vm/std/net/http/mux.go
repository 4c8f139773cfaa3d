package http

import "strings"

// Handle registers the handler of a pattern: a path, of a subtree if it ends in a slash, behind the name of a host if it
// does not begin with one. Patterns of later versions of Go, with a method or wildcards, are refused.
func (mux *ServeMux) Handle(pattern string, handler Handler) {
	if strings.ContainsAny(pattern, " \t{}") {
		panic("http: patterns with methods and wildcards are not supported: " + pattern)
	}
	if pattern == "" {
		panic("http: invalid pattern")
	}
	if handler == nil {
		panic("http: nil handler")
	}
	mux.mu.Lock()
	defer mux.mu.Unlock()
	if _, had := mux.m[pattern]; had {
		panic("http: multiple registrations for " + pattern)
	}
	if mux.m == nil {
		mux.m = map[string]muxEntry{}
	}
	entry := muxEntry{h: handler, pattern: pattern}
	mux.m[pattern] = entry
	mux.hosts = mux.hosts || pattern[0] != '/'
	if strings.HasSuffix(pattern, "/") {
		mux.es = appendSorted(mux.es, entry)
	}
}
