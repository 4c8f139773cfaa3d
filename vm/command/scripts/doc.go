// The documentation of packages, as "vole doc" prints it. The command calls Show.
package main

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/printer"
	"go/token"
	"repl/host"
	"strings"
)

func main() {}

// documentation is a package that is shown.
type documentation struct {
	fset *token.FileSet
	*doc.Package
	text strings.Builder
}

// Show returns the documentation of a package, or of what a symbol names in it: "Name" or "Type.Member". ok tells whether there is any.
func Show(path, symbol string) (text string, ok bool) {
	d := &documentation{fset: token.NewFileSet()}
	files := readFiles(d.fset, path)
	if len(files) == 0 {
		return "", false
	}
	made, err := doc.NewFromFiles(d.fset, files, path, doc.PreserveAST)
	if err != nil {
		return err.Error(), false
	}
	d.Package = made
	if symbol == "" {
		d.showPackage()
		return d.text.String(), true
	}
	fmt.Fprintf(&d.text, "package %s // import %q\n\n", d.Name, path)
	name, member, _ := strings.Cut(symbol, ".")
	if member != "" {
		ok = d.showMember(name, member)
	} else {
		ok = d.showSymbol(name)
	}
	return d.text.String(), ok
}

// readFiles parses the files of a package. Of two declarations of one name the first stays.
func readFiles(fset *token.FileSet, path string) (files []*ast.File) {
	seen := map[string]bool{}
	for i := 0; ; i++ {
		text := host.Source(path, i)
		if text == "" {
			return files
		}
		file, err := parser.ParseFile(fset, fmt.Sprint(i, ".go"), text, parser.ParseComments)
		if err != nil {
			continue
		}
		var kept []ast.Decl
		for _, decl := range file.Decls {
			if !isRepeated(decl, seen) {
				kept = append(kept, decl)
			}
		}
		file.Decls = kept
		files = append(files, file)
	}
}

// isRepeated reports whether a declaration was seen, and notes that it is now. Declarations of several names stay, but for those seen.
func isRepeated(decl ast.Decl, seen map[string]bool) bool {
	note := func(name string) bool {
		old := seen[name]
		seen[name] = true
		return old && name != "_" && name != "init"
	}
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return note(d.Name.Name)
		}
		return note(receiver(d) + "." + d.Name.Name)
	case *ast.GenDecl:
		var kept []ast.Spec
		for _, spec := range d.Specs {
			repeated := false
			switch s := spec.(type) {
			case *ast.TypeSpec:
				repeated = note(s.Name.Name)
			case *ast.ValueSpec:
				for _, name := range s.Names {
					repeated = note(name.Name) || repeated
				}
			}
			if !repeated {
				kept = append(kept, spec)
			}
		}
		repeated := len(kept) == 0 && len(d.Specs) > 0
		d.Specs = kept
		return repeated
	}
	return false
}

// receiver returns the name of the type that a method is for.
func receiver(d *ast.FuncDecl) (name string) {
	ast.Inspect(d.Recv.List[0].Type, func(n ast.Node) bool {
		if ident, ok := n.(*ast.Ident); ok && name == "" {
			name = ident.Name
		}
		return name == ""
	})
	return name
}

// print writes a declaration as gofmt has it.
func (d *documentation) print(node any) {
	config := printer.Config{Mode: printer.UseSpaces | printer.TabIndent, Tabwidth: 8}
	config.Fprint(&d.text, d.fset, node)
	d.text.WriteString("\n")
}

// comment writes a comment, each line behind a prefix.
func (d *documentation) comment(text, prefix string) {
	if text == "" {
		return
	}
	p := d.Printer()
	p.TextPrefix, p.TextCodePrefix, p.TextWidth = prefix, prefix+"    ", 80-len(prefix)
	d.text.Write(p.Text(d.Parser().Parse(text)))
}

// function writes a function without its body, on one line if short is set.
func (d *documentation) function(f *ast.FuncDecl, short bool) {
	bare := *f
	bare.Body, bare.Doc = nil, nil
	var b strings.Builder
	printer.Fprint(&b, d.fset, &bare)
	text := b.String()
	if short {
		text = oneLine(text)
	}
	d.text.WriteString(text + "\n")
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// value writes a declaration of constants or variables: the first one, if there are several.
func (d *documentation) value(v *doc.Value) {
	for _, spec := range v.Decl.Specs {
		s := spec.(*ast.ValueSpec)
		if !ast.IsExported(s.Names[0].Name) {
			continue
		}
		bare := *s
		bare.Doc, bare.Comment = nil, nil
		var b strings.Builder
		printer.Fprint(&b, d.fset, &bare)
		more := ""
		if len(v.Decl.Specs) > 1 {
			more = " ..."
		}
		first, _, cut := strings.Cut(b.String(), "\n")
		if cut {
			first += " ..."
		}
		fmt.Fprintf(&d.text, "%s %s%s\n", v.Decl.Tok, first, more)
		return
	}
}

// kind returns what stands for a type in the list of a package: "struct{ ... }", or the type.
func (d *documentation) kind(spec *ast.TypeSpec) string {
	switch t := spec.Type.(type) {
	case *ast.StructType:
		if t.Fields.NumFields() > 0 {
			return "struct{ ... }"
		}
	case *ast.InterfaceType:
		if t.Methods.NumFields() > 0 {
			return "interface{ ... }"
		}
	}
	var b strings.Builder
	if spec.Assign.IsValid() {
		b.WriteString("= ")
	}
	printer.Fprint(&b, d.fset, spec.Type)
	return oneLine(b.String())
}

func (d *documentation) showPackage() {
	fmt.Fprintf(&d.text, "package %s // import %q\n\n", d.Name, d.ImportPath)
	if d.Doc != "" {
		d.comment(d.Doc, "")
		d.text.WriteString("\n")
	}
	for _, v := range append(d.Consts, d.Vars...) {
		d.value(v)
	}
	for _, f := range d.Funcs {
		d.function(f.Decl, true)
	}
	for _, t := range d.Types {
		d.showTypeLine(t)
	}
}

func (d *documentation) showTypeLine(t *doc.Type) {
	spec := t.Decl.Specs[0].(*ast.TypeSpec)
	var b strings.Builder
	bare := *spec
	if bare.TypeParams != nil {
		printer.Fprint(&b, d.fset, &ast.TypeSpec{Name: ast.NewIdent(t.Name), TypeParams: bare.TypeParams, Type: ast.NewIdent("T")})
	}
	name, _, found := strings.Cut(b.String(), "] T")
	if found {
		name += "]"
	} else {
		name = t.Name
	}
	fmt.Fprintf(&d.text, "type %s %s\n", oneLine(name), d.kind(spec))
	for _, v := range append(t.Consts, t.Vars...) {
		d.text.WriteString("    ")
		d.value(v)
	}
	for _, f := range t.Funcs {
		d.text.WriteString("    ")
		d.function(f.Decl, true)
	}
}

// is reports whether a name is meant: small letters mean capital ones, too.
func is(name, wanted string) bool {
	return name == wanted || strings.ToLower(wanted) == wanted && strings.EqualFold(name, wanted)
}

func (d *documentation) showFunctions(list []*doc.Func, name string) (found bool) {
	for _, f := range list {
		if is(f.Name, name) {
			d.function(f.Decl, false)
			d.comment(f.Doc, "    ")
			found = true
		}
	}
	return found
}

func (d *documentation) showValues(list []*doc.Value, name string) bool {
	for _, v := range list {
		for _, n := range v.Names {
			if is(n, name) {
				d.print(v.Decl)
				d.comment(v.Doc, "    ")
				return true
			}
		}
	}
	return false
}

func (d *documentation) showSymbol(name string) bool {
	found := d.showFunctions(d.Funcs, name) || d.showValues(d.Consts, name) || d.showValues(d.Vars, name)
	for _, t := range d.Types {
		if is(t.Name, name) {
			d.showType(t)
			return true
		}
		found = found || d.showFunctions(t.Funcs, name) || d.showValues(t.Consts, name) || d.showValues(t.Vars, name)
	}
	return found
}

func (d *documentation) showType(t *doc.Type) {
	t.Decl.Doc = nil
	ast.FilterDecl(t.Decl, ast.IsExported)
	d.print(t.Decl)
	d.comment(t.Doc, "    ")
	d.text.WriteString("\n")
	for _, v := range append(t.Consts, t.Vars...) {
		d.value(v)
	}
	for _, f := range append(t.Funcs, t.Methods...) {
		d.function(f.Decl, true)
	}
}

// showMember shows a method of a type, or the line of a field.
func (d *documentation) showMember(name, member string) bool {
	for _, t := range d.Types {
		if !is(t.Name, name) {
			continue
		}
		if d.showFunctions(t.Methods, member) {
			return true
		}
		return d.showField(t, member)
	}
	return false
}

// showField shows a field of a struct or a method of an interface.
func (d *documentation) showField(t *doc.Type, member string) bool {
	var fields *ast.FieldList
	switch s := t.Decl.Specs[0].(*ast.TypeSpec).Type.(type) {
	case *ast.StructType:
		fields = s.Fields
	case *ast.InterfaceType:
		fields = s.Methods
	default:
		return false
	}
	for _, field := range fields.List {
		for _, n := range field.Names {
			if !is(n.Name, member) {
				continue
			}
			fmt.Fprintf(&d.text, "type %s ...\n\n", t.Name)
			d.comment(field.Doc.Text(), "    // ")
			d.text.WriteString("    " + n.Name + " ")
			var b strings.Builder
			printer.Fprint(&b, d.fset, field.Type)
			d.text.WriteString(strings.TrimPrefix(b.String(), "func") + "\n")
			return true
		}
	}
	return false
}
