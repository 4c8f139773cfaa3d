// Puts counters into a Go file: one for each run of statements that are executed one after another or not at all. "vole test -cover"
// calls Annotate for each file that is covered. The blocks are those of cmd/cover, so that the same tests give the same profile.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"sort"
	"strings"
)

// insertion is a text that goes into the file at an offset. Those of one offset keep their order.
type insertion struct {
	offset int
	text   string
}

// annotator finds the blocks of one file.
type annotator struct {
	fset       *token.FileSet
	variable   string // of the counters
	mode       string // set, count or atomic
	source     string
	insertions []insertion
	blocks     []string // as literals of testing.CoverBlock
}

func main() {}

// Annotate returns the text of a file with counters in it, and the elements of a literal []testing.CoverBlock that say what they count.
// variable names the counters. A text that cannot be parsed is returned as it is.
func Annotate(name, text, variable, mode string) (annotated, blocks string, count int) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, text, parser.SkipObjectResolution)
	if err != nil {
		return text, "", 0
	}
	a := &annotator{fset: fset, variable: variable, mode: mode, source: text}
	for _, decl := range file.Decls {
		// A blank function is never called.
		if f, ok := decl.(*ast.FuncDecl); ok && (f.Body == nil || f.Name.Name == "_") {
			continue
		}
		ast.Inspect(decl, a.visit)
	}
	imported := ""
	if mode == "atomic" && len(a.blocks) > 0 {
		imported = "; import cover_atomic_ \"sync/atomic\""
	}
	a.insert(file.Name.End(), imported)
	result := a.apply()
	if len(a.blocks) > 0 {
		result += fmt.Sprintf("\nvar %s [%d]uint32\n", variable, len(a.blocks))
	}
	return result, strings.Join(a.blocks, ", "), len(a.blocks)
}

func (a *annotator) offset(pos token.Pos) int { return a.fset.Position(pos).Offset }

func (a *annotator) insert(pos token.Pos, text string) {
	a.insertions = append(a.insertions, insertion{a.offset(pos), text})
}

// apply returns the text with all that is inserted.
func (a *annotator) apply() string {
	sort.SliceStable(a.insertions, func(i, j int) bool { return a.insertions[i].offset < a.insertions[j].offset })
	var b strings.Builder
	at := 0
	for _, in := range a.insertions {
		b.WriteString(a.source[at:in.offset])
		b.WriteString(in.text)
		at = in.offset
	}
	b.WriteString(a.source[at:])
	return b.String()
}

// count inserts a counter at a place, for the statements between two others.
func (a *annotator) count(at, from, to token.Pos, statements int) {
	counter := fmt.Sprintf("%s[%d]", a.variable, len(a.blocks))
	switch a.mode {
	case "set":
		counter += " = 1;"
	case "count":
		counter += "++;"
	default:
		counter = "cover_atomic_.AddUint32(&" + counter + ", 1);"
	}
	a.insert(at, counter)
	begin, end := a.fset.PositionFor(from, false), a.fset.PositionFor(to, false)
	a.blocks = append(a.blocks, fmt.Sprintf("{%d, %d, %d, %d, %d}", begin.Line, begin.Column, end.Line, end.Column, statements))
}

// visit is called for each node of a declaration, and returns whether those in it are to be visited.
func (a *annotator) visit(node ast.Node) bool {
	switch n := node.(type) {
	case *ast.BlockStmt:
		a.block(n, n.Lbrace)
	case *ast.IfStmt:
		return a.ifStatement(n)
	case *ast.SwitchStmt:
		a.clauses(n.Init, n.Tag, n.Body)
		return false
	case *ast.TypeSwitchStmt:
		a.clauses(n.Init, n.Assign, n.Body)
		return false
	case *ast.SelectStmt:
		a.clauses(nil, nil, n.Body)
		return false
	}
	return true
}

// block counts the statements in braces. They are said to begin at a place, which may lie before the brace.
func (a *annotator) block(n *ast.BlockStmt, begin token.Pos) {
	a.statements(begin, begin+1, n.Rbrace+1, n.List, true)
}

// clauses visits a switch or select: each of its clauses is a block.
func (a *annotator) clauses(init ast.Stmt, tag ast.Node, body *ast.BlockStmt) {
	a.walk(init)
	a.walk(tag)
	for _, clause := range body.List {
		switch c := clause.(type) {
		case *ast.CaseClause:
			a.statements(c.Colon+1, c.Colon+1, c.End(), c.Body, false)
		case *ast.CommClause:
			a.statements(c.Colon+1, c.Colon+1, c.End(), c.Body, false)
		}
	}
	for _, clause := range body.List {
		ast.Inspect(clause, a.visit)
	}
}

// walk visits a node that may be missing.
func (a *annotator) walk(node ast.Node) {
	switch n := node.(type) {
	case nil:
	case ast.Stmt:
		ast.Inspect(n, a.visit)
	case ast.Expr:
		ast.Inspect(n, a.visit)
	}
}

// ifStatement visits an if. What follows else gets braces of its own, in which a counter can stand before the next if.
func (a *annotator) ifStatement(n *ast.IfStmt) bool {
	a.walk(n.Init)
	a.walk(n.Cond)
	a.walk(n.Body)
	if n.Else == nil {
		return false
	}
	behind := n.Body.End() + token.Pos(a.findElse(a.offset(n.Body.End())))
	a.insert(behind, "{")
	switch other := n.Else.(type) {
	case *ast.IfStmt:
		a.statements(behind, behind+1, other.End()+1, []ast.Stmt{other}, true)
		a.walk(other)
	case *ast.BlockStmt:
		a.statements(behind, behind+1, other.Rbrace+1, other.List, true)
		for _, statement := range other.List {
			a.walk(statement)
		}
	}
	a.insert(n.Else.End(), "}")
	return false
}

// findElse returns how far behind an offset the next word else ends. Only spaces and comments stand before it.
func (a *annotator) findElse(offset int) int {
	at := offset
	for {
		rest := a.source[at:]
		switch {
		case strings.HasPrefix(rest, "/*"):
			at += 2 + strings.Index(rest[2:], "*/") + 2
		case strings.HasPrefix(rest, "//"):
			at += strings.IndexByte(rest, '\n')
		case strings.HasPrefix(rest, "else"):
			return at + len("else") - offset
		default:
			at++
		}
	}
}

// statements counts a list of statements, which is split behind each that may lead elsewhere. at: where the first counter goes.
// whole: if nothing splits the list, the block goes on to the end.
func (a *annotator) statements(begin, at, end token.Pos, list []ast.Stmt, whole bool) {
	if len(list) == 0 {
		a.count(at, at, end, 0)
		return
	}
	for len(list) > 0 {
		size, stop, splits, rest := a.firstBlock(list)
		if !splits && whole {
			stop = end
		}
		whole = whole && !splits
		if begin != stop {
			a.count(at, begin, stop, size)
		}
		list = rest
		if len(list) > 0 {
			begin = list[0].Pos()
			at = begin
		}
	}
}

// firstBlock returns how many statements belong to the first block of a list, where it stops, whether a statement ends it that may lead
// elsewhere, and what follows. A label that a goto may name begins a block behind it.
func (a *annotator) firstBlock(list []ast.Stmt) (size int, stop token.Pos, splits bool, rest []ast.Stmt) {
	for i, statement := range list {
		stop = boundary(statement)
		if !leadsElsewhere(statement) {
			continue
		}
		label, ok := statement.(*ast.LabeledStmt)
		if !ok || isControl(label.Stmt) {
			return i + 1, stop, true, list[i+1:]
		}
		return i + 1, label.Pos(), true, append([]ast.Stmt{label.Stmt}, list[i+1:]...)
	}
	return len(list), stop, false, nil
}

// isControl reports whether a statement has a body of its own.
func isControl(statement ast.Stmt) bool { return body(statement) != nil }

// body returns the braces of a statement that has them.
func body(statement ast.Stmt) *ast.BlockStmt {
	switch s := statement.(type) {
	case *ast.ForStmt:
		return s.Body
	case *ast.RangeStmt:
		return s.Body
	case *ast.SwitchStmt:
		return s.Body
	case *ast.SelectStmt:
		return s.Body
	case *ast.TypeSwitchStmt:
		return s.Body
	case *ast.IfStmt:
		return s.Body
	case *ast.BlockStmt:
		return s
	}
	return nil
}

// leadsElsewhere reports whether what follows a statement may not run after it, or runs without it.
func leadsElsewhere(statement ast.Stmt) bool {
	switch s := statement.(type) {
	case *ast.BranchStmt, *ast.LabeledStmt:
		return true
	case *ast.ExprStmt:
		if call, ok := s.X.(*ast.CallExpr); ok && len(call.Args) == 1 {
			if name, ok := call.Fun.(*ast.Ident); ok && name.Name == "panic" {
				return true
			}
		}
	}
	return isControl(statement) || functionIn(statement) != token.NoPos
}

// functionIn returns where the body of the first function literal in a node begins.
func functionIn(node ast.Node) (brace token.Pos) {
	ast.Inspect(node, func(n ast.Node) bool {
		if f, ok := n.(*ast.FuncLit); ok && brace == token.NoPos {
			brace = f.Body.Lbrace
		}
		return brace == token.NoPos
	})
	return brace
}

// boundary returns where a statement ends as a part of its block: at the brace of what it contains.
func boundary(statement ast.Stmt) token.Pos {
	var heads []ast.Node // what may have functions in it, before the braces
	addStatement := func(s ast.Stmt) {
		if s != nil {
			heads = append(heads, s)
		}
	}
	addExpression := func(e ast.Expr) {
		if e != nil {
			heads = append(heads, e)
		}
	}
	switch s := statement.(type) {
	case *ast.LabeledStmt:
		return boundary(s.Stmt)
	case *ast.IfStmt:
		addStatement(s.Init)
		addExpression(s.Cond)
	case *ast.ForStmt:
		addStatement(s.Init)
		addExpression(s.Cond)
		addStatement(s.Post)
	case *ast.RangeStmt:
		addExpression(s.X)
	case *ast.SwitchStmt:
		addStatement(s.Init)
		addExpression(s.Tag)
	case *ast.TypeSwitchStmt:
		addStatement(s.Init)
	case *ast.SelectStmt, *ast.BlockStmt:
	default:
		heads = append(heads, statement)
	}
	for _, head := range heads {
		if brace := functionIn(head); brace != token.NoPos {
			return brace
		}
	}
	if b := body(statement); b != nil {
		return b.Lbrace
	}
	return statement.End()
}
