package http

import "io/fs"

// FileServerFS is FileServer of a tree of package fs.
func FileServerFS(root fs.FS) Handler { return FileServer(FS(root)) }

// NewFileTransportFS is NewFileTransport of a tree of package fs.
func NewFileTransportFS(fsys fs.FS) RoundTripper { return NewFileTransport(FS(fsys)) }
