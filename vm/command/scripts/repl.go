// What "vole repl" makes of what is typed: packages that continue one another, one for each declaration or statement. So package
// variables keep their values, and a name that is declared anew hides the older one. The command calls the exported functions; it loads
// each package that Next gives, and tells Done what became of it.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"path"
	"repl/host"
	"sort"
	"strconv"
	"strings"
)

// chunk is a declaration or statement of the input.
type chunk struct {
	text         string
	line, column int // where it begins, from 1
	first        token.Token
}

// cell is what one chunk becomes.
type cell struct {
	chunk
	imports map[string]string // that it uses: names to paths
	names   []string          // that it declares
	before  string            // stands before the text of the chunk
	after   string            // behind it
	others  []chunk           // are declared with it
	plain   bool              // of an expression: that its values are not shown
	typeOf  string            // the type that a method is declared for
}

// session is what the lines so far have left.
var session = struct {
	imports map[string]string  // names to paths
	names   map[string]bool    // that are declared
	types   map[string]chunk   // the declarations of types
	methods map[string][]chunk // and their methods
	library map[string]string  // packages that are imported when they are used: names to paths
	waiting []*cell
	note    string
}{map[string]string{}, map[string]bool{}, map[string]chunk{}, map[string][]chunk{}, map[string]string{}, nil, ""}

func main() {}

// States of an input, as the command knows them.
const (
	incomplete = iota
	complete
	wrong
)

// AddLibrary says which packages the library has: their paths, one a line.
func AddLibrary(paths string) {
	preferred := map[string]string{"rand": "math/rand", "template": "text/template", "scanner": "text/scanner"}
	for _, p := range strings.Fields(paths) {
		name := path.Base(p)
		if strings.Contains("/"+p+"/", "/internal/") || len(name) > 1 && name[0] == 'v' && name[1] >= '0' && name[1] <= '9' {
			continue
		}
		if old, ok := session.library[name]; !ok || strings.Count(p, "/") < strings.Count(old, "/") {
			session.library[name] = p
		}
	}
	for name, p := range preferred {
		session.library[name] = p
	}
}

// Feed takes an input, which may be several lines. The message says what is wrong.
func Feed(input string) (state int, message string) {
	chunks, state, message := split(input)
	if state != complete {
		return state, message
	}
	session.waiting = nil
	for _, c := range chunks {
		made, err := newCell(c)
		if err != "" {
			session.waiting = nil
			return wrong, err
		}
		session.waiting = append(session.waiting, made)
	}
	return complete, ""
}

// split finds the declarations and statements of an input.
func split(input string) (chunks []chunk, state int, message string) {
	fset := token.NewFileSet()
	file := fset.AddFile("input", -1, len(input))
	var s scanner.Scanner
	var errors []string
	s.Init(file, []byte(input), func(pos token.Position, text string) {
		errors = append(errors, fmt.Sprintf("%v: %s", pos, text))
	}, 0)
	depth, start, end := 0, -1, 0
	first, last := token.EOF, token.SEMICOLON
	for {
		pos, tok, literal := s.Scan()
		offset := file.Offset(pos)
		if tok == token.EOF {
			break
		}
		switch tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth--
		}
		last = tok
		if tok == token.SEMICOLON && depth <= 0 {
			if start >= 0 {
				place := fset.Position(file.Pos(start))
				chunks = append(chunks, chunk{input[start:end], place.Line, place.Column, first})
			}
			start = -1
			continue
		}
		if start < 0 {
			start, first = offset, tok
		}
		if tok == token.SEMICOLON {
			continue
		}
		if literal == "" {
			literal = tok.String()
		}
		end = offset + len(literal)
	}
	for _, text := range errors {
		if strings.Contains(text, "raw string literal not terminated") || strings.Contains(text, "comment not terminated") {
			return nil, incomplete, ""
		}
	}
	if len(errors) > 0 {
		return nil, wrong, errors[0]
	}
	if depth > 0 || last != token.SEMICOLON {
		return nil, incomplete, ""
	}
	return chunks, complete, ""
}

// parseDecl parses a chunk as declarations. The text of an error has the chunk's place.
func parseDecl(c chunk) ([]ast.Decl, string) {
	file, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+c.place()+c.text, 0)
	if err != nil {
		return nil, parseError(err)
	}
	return file.Decls, ""
}

// parseStatement parses a chunk as a statement.
func parseStatement(c chunk) (ast.Stmt, *token.FileSet, string) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", "package p\nfunc _() {\n"+c.place()+c.text+"\n}", 0)
	if err != nil {
		return nil, nil, parseError(err)
	}
	body := file.Decls[0].(*ast.FuncDecl).Body
	if len(body.List) != 1 {
		return nil, nil, "input: expected one statement"
	}
	return body.List[0], fset, ""
}

func parseError(err error) string {
	if list, ok := err.(scanner.ErrorList); ok && len(list) > 0 {
		return list[0].Error()
	}
	return err.Error()
}

// place returns the line that says where what follows it stands in the input.
func (c chunk) place() string { return fmt.Sprintf("//line input:%d:%d\n", c.line, c.column) }

func newCell(c chunk) (*cell, string) {
	made := &cell{chunk: c, before: "func Repl_() {}\n"}
	switch c.first {
	case token.IMPORT, token.TYPE, token.VAR, token.CONST, token.FUNC:
		decls, problem := parseDecl(c)
		if problem == "" {
			return made, made.declare(decls)
		}
		if c.first != token.FUNC {
			return nil, problem
		}
		if statement, _, err := parseStatement(c); err == "" {
			made.execute(statement)
			return made, ""
		}
		return nil, problem
	}
	statement, fset, problem := parseStatement(c)
	if problem != "" {
		return nil, problem
	}
	if assign, ok := statement.(*ast.AssignStmt); ok && assign.Tok == token.DEFINE {
		return made, made.define(assign, fset)
	}
	made.execute(statement)
	return made, ""
}

// declare makes a cell of declarations.
func (c *cell) declare(decls []ast.Decl) string {
	c.imports = map[string]string{}
	for _, decl := range decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				c.names = append(c.names, d.Name.Name)
				continue
			}
			c.declareMethod(d)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch s := spec.(type) {
				case *ast.ImportSpec:
					p, _ := strconv.Unquote(s.Path.Value)
					name := packageName(p)
					if s.Name != nil {
						name = s.Name.Name
					}
					c.imports[name] = p
				case *ast.TypeSpec:
					c.names = append(c.names, s.Name.Name)
				case *ast.ValueSpec:
					for _, name := range s.Names {
						c.names = append(c.names, name.Name)
					}
				}
			}
		}
	}
	return ""
}

// declareMethod has the type that a method is for declared anew with its methods, if an older line has declared it.
func (c *cell) declareMethod(d *ast.FuncDecl) {
	if len(d.Recv.List) == 0 {
		return
	}
	expr := d.Recv.List[0].Type
	for {
		switch e := expr.(type) {
		case *ast.StarExpr:
			expr = e.X
			continue
		case *ast.ParenExpr:
			expr = e.X
			continue
		case *ast.IndexExpr:
			expr = e.X
			continue
		case *ast.IndexListExpr:
			expr = e.X
			continue
		case *ast.Ident:
			if declared, ok := session.types[e.Name]; ok {
				c.typeOf = e.Name
				c.others = append([]chunk{declared}, session.methods[e.Name]...)
			}
		}
		return
	}
}

// define makes a cell of a statement "a, b := ...", which declares variables.
func (c *cell) define(assign *ast.AssignStmt, fset *token.FileSet) string {
	for _, left := range assign.Lhs {
		name, ok := left.(*ast.Ident)
		if !ok {
			return fmt.Sprintf("%v: non-name on left side of :=", fset.Position(left.Pos()))
		}
		c.names = append(c.names, name.Name)
	}
	c.before += "var\n"
	at := strings.Index(c.text, ":=")
	c.text = c.text[:at] + " =" + c.text[at+2:]
	return ""
}

// execute makes a cell of another statement. The values of an expression are shown.
func (c *cell) execute(statement ast.Stmt) {
	c.before, c.after = "func Repl_() {\n", "\n}\n"
	if expression, ok := statement.(*ast.ExprStmt); ok && !prints(expression.X) {
		c.before, c.after = "func Repl_() { show_.Values(\n", ")\n}\n"
	} else {
		c.plain = true
	}
}

// prints reports whether an expression is a call that prints: its results are not wanted.
func prints(expression ast.Expr) bool {
	call, ok := expression.(*ast.CallExpr)
	if !ok {
		return false
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	base, ok := selector.X.(*ast.Ident)
	return ok && base.Name == "fmt" && strings.HasPrefix(selector.Sel.Name, "Print")
}

// packageName guesses the name of a package by its path.
func packageName(p string) string {
	name := path.Base(p)
	if len(name) > 1 && name[0] == 'v' && strings.Trim(name[1:], "0123456789") == "" && path.Dir(p) != "." {
		name = path.Base(path.Dir(p))
	}
	name, _, _ = strings.Cut(name, ".")
	name = strings.TrimPrefix(name, "go-")
	return name[strings.LastIndexByte(name, '-')+1:]
}

// usedPackages finds the packages that a text may use, by the names before dots.
func usedPackages(text string, used map[string]string) {
	var s scanner.Scanner
	fset := token.NewFileSet()
	s.Init(fset.AddFile("", -1, len(text)), []byte(text), nil, 0)
	before, name := token.EOF, ""
	for {
		_, tok, literal := s.Scan()
		if tok == token.EOF {
			return
		}
		if tok == token.PERIOD && name != "" {
			if p, ok := session.imports[name]; ok {
				used[name] = p
			} else if p, ok := session.library[name]; ok && !session.names[name] {
				used[name] = p
			}
		}
		name = ""
		if tok == token.IDENT && before != token.PERIOD {
			name = literal
		}
		before = tok
	}
}

// Next returns the source of the next package to be loaded; "": there is none.
func Next() string {
	if len(session.waiting) == 0 {
		return ""
	}
	c := session.waiting[0]
	if c.imports == nil || c.first != token.IMPORT && len(c.imports) == 0 {
		c.imports = map[string]string{}
		for _, other := range append(c.others, c.chunk) {
			usedPackages(other.text, c.imports)
		}
	}
	return c.source()
}

func (c *cell) source() string {
	var b strings.Builder
	b.WriteString("package main\n")
	if c.first == token.IMPORT {
		// It is imported by what uses it; here it is only looked for.
		for _, p := range c.imports {
			fmt.Fprintf(&b, "%simport _ %q\n", c.place(), p)
		}
		b.WriteString("func Repl_() {}\n")
		return b.String()
	}
	if !c.plain && c.after != "" {
		b.WriteString("import show_ \"vole/show\"\n")
	}
	for _, name := range sortedKeys(c.imports) {
		fmt.Fprintf(&b, "import %s %q\n", name, c.imports[name])
	}
	for _, other := range c.others {
		b.WriteString(other.place() + other.text + "\n")
	}
	b.WriteString(c.place() + c.before + c.place() + c.text + c.after + "\n")
	return b.String()
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// Failed hears that a package does not compile. It returns whether there is another way, which Next gives then: an import that is not
// used after all, or a call without results.
func Failed(message string) bool {
	c := session.waiting[0]
	for _, line := range strings.Split(message, "\n") {
		_, rest, ok := strings.Cut(line, ": \"")
		quoted, tail, _ := strings.Cut(rest, "\"")
		if !ok || !strings.HasPrefix(tail, " imported ") || !strings.HasSuffix(tail, "and not used") || c.first == token.IMPORT {
			continue
		}
		for name, p := range c.imports {
			if p == quoted {
				delete(c.imports, name)
				c.imports["_"] = quoted // not nil, and not looked for again
				return true
			}
		}
	}
	if !c.plain && c.after != "" && strings.Contains(message, "(no value) used as value") {
		c.before, c.after, c.plain = "func Repl_() {\n", "\n}\n", true
		return true
	}
	session.waiting = nil
	return false
}

// Done hears that a package is loaded, and whether what it does has succeeded: only then its names are there. The note is to be shown.
func Done(succeeded bool) (note string) {
	c := session.waiting[0]
	session.waiting = session.waiting[1:]
	if !succeeded {
		session.waiting = nil
		return ""
	}
	if c.first == token.IMPORT {
		for name, p := range c.imports {
			session.imports[name] = p
		}
		return ""
	}
	for _, name := range c.names {
		session.names[name] = true
		delete(session.types, name)
		delete(session.methods, name)
		if c.first == token.TYPE {
			session.types[name] = c.chunk
		}
	}
	if c.typeOf != "" {
		session.methods[c.typeOf] = append(session.methods[c.typeOf], c.chunk)
		return "type " + c.typeOf + " is declared anew with this method: older values keep the older type"
	}
	return ""
}

// Names returns what is declared, one a line.
func Names() string {
	var names []string
	for name := range session.names {
		names = append(names, name)
	}
	sort.Strings(names)
	return strings.Join(names, "\n")
}

var predeclared = strings.Fields(`append bool break byte cap case chan clear close complex complex128 complex64 const continue copy
	default defer delete else error fallthrough false float32 float64 for func go goto if imag import int int16 int32 int64 int8
	interface iota len make map max min new nil package panic print println range real recover return rune select string struct
	switch true type uint uint16 uint32 uint64 uint8 uintptr var any comparable`)

// Complete returns what a word may become, one a line: names, packages, or members of the package before its dot.
func Complete(word string) string {
	found := map[string]string{}
	if base, member, ok := strings.Cut(word, "."); ok {
		p, imported := session.imports[base]
		if !imported {
			p = session.library[base]
		}
		for _, name := range members(p) {
			if strings.HasPrefix(name, member) {
				found[base+"."+name] = ""
			}
		}
		return strings.Join(sortedKeys(found), "\n")
	}
	add := func(name string) {
		if strings.HasPrefix(name, word) {
			found[name] = ""
		}
	}
	for name := range session.names {
		add(name)
	}
	for name := range session.imports {
		add(name)
	}
	for name := range session.library {
		add(name)
	}
	for _, name := range predeclared {
		add(name)
	}
	return strings.Join(sortedKeys(found), "\n")
}

// members returns the exported names of a package.
func members(p string) (names []string) {
	for i := 0; p != ""; i++ {
		text := host.Source(p, i)
		if text == "" {
			break
		}
		file, err := parser.ParseFile(token.NewFileSet(), "", text, 0)
		if err != nil {
			continue
		}
		for name := range file.Scope.Objects {
			if ast.IsExported(name) {
				names = append(names, name)
			}
		}
	}
	return names
}
