//go:build go1.23

package ast

import (
	"fmt"
	"go/token"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Directive is a comment that a tool reads: //tool:name args.
type Directive struct {
	Tool    string
	Name    string
	Args    string
	Slash   token.Pos // where the comment begins
	ArgsPos token.Pos // where Args begins
}

// isWord reports whether s has only small letters and digits, and some.
func isWord(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}

// ParseDirective reads a comment of one line, whose position is pos; ok is false if it is no directive.
func ParseDirective(pos token.Pos, c string) (d Directive, ok bool) {
	text, isComment := strings.CutPrefix(c, "//")
	if !isComment {
		return d, false
	}
	command := text
	if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
		command = text[:i]
	}
	tool, name, ok := strings.Cut(command, ":")
	if !ok || !isWord(tool) || name == "" || !isWord(name[:1]) {
		return d, false
	}
	args := strings.TrimLeftFunc(text[len(command):], unicode.IsSpace)
	at := len(c) - len(args)
	return Directive{tool, name, strings.TrimRightFunc(args, unicode.IsSpace), pos, pos + token.Pos(at)}, true
}

func (d *Directive) Pos() token.Pos { return d.Slash }
func (d *Directive) End() token.Pos { return d.ArgsPos + token.Pos(len(d.Args)) }

// DirectiveArg is an argument, without its quotes.
type DirectiveArg struct {
	Arg string
	Pos token.Pos
}

// ParseArgs parts the arguments: words, or quoted strings of Go.
func (d *Directive) ParseArgs() ([]DirectiveArg, error) {
	var all []DirectiveArg
	rest := d.Args
	for {
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
		if rest == "" {
			return all, nil
		}
		pos := d.ArgsPos + token.Pos(len(d.Args)-len(rest))
		word := rest
		if rest[0] == '"' || rest[0] == '`' {
			quoted, err := strconv.QuotedPrefix(rest)
			if err != nil {
				return nil, fmt.Errorf("invalid quoted string in //%s:%s: %s", d.Tool, d.Name, rest)
			}
			word = quoted
		} else if i := strings.IndexFunc(rest, unicode.IsSpace); i >= 0 {
			word = rest[:i]
		}
		rest = rest[len(word):]
		if word[0] == '"' || word[0] == '`' {
			if next, _ := utf8.DecodeRuneInString(rest); rest != "" && !unicode.IsSpace(next) {
				return nil, fmt.Errorf("invalid quoted string in //%s:%s: %s", d.Tool, d.Name, word+rest)
			}
			word, _ = strconv.Unquote(word)
		}
		all = append(all, DirectiveArg{word, pos})
	}
}
