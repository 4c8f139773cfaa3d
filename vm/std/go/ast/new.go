//go:build go1.23

package ast

import (
	"iter"
	"regexp"
	"strings"
)

// Unparen returns an expression without the parentheses around it.
func Unparen(e Expr) Expr {
	for {
		paren, ok := e.(*ParenExpr)
		if !ok {
			return e
		}
		e = paren.X
	}
}

var generated = regexp.MustCompile(`^// Code generated .* DO NOT EDIT\.$`)

// IsGenerated reports whether a comment before the package clause says that a program has made the file.
func IsGenerated(file *File) bool {
	for _, group := range file.Comments {
		for _, comment := range group.List {
			if comment.Pos() > file.Package {
				return false
			}
			for _, line := range strings.Split(comment.Text, "\n") {
				if generated.MatchString(strings.TrimSuffix(line, "\r")) {
					return true
				}
			}
		}
	}
	return false
}

// Preorder returns an iterator over root and all nodes below it, each before those below it.
func Preorder(root Node) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		going := true
		Inspect(root, func(n Node) bool {
			if n != nil {
				going = going && yield(n)
			}
			return going
		})
	}
}

// PreorderStack calls f with each node and those that it lies in. f returns whether to go down.
func PreorderStack(root Node, stack []Node, f func(n Node, stack []Node) bool) {
	before := len(stack)
	Inspect(root, func(n Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		if !f(n, stack) {
			return false
		}
		stack = append(stack, n)
		return true
	})
	if len(stack) != before {
		panic("push/pop mismatch")
	}
}
