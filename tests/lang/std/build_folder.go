// go/build reads a folder of sources: which files are chosen, what they import, what is wrong.
package main

import (
	"fmt"
	"go/build"
	"os"
	"path/filepath"
	"time"
	_ "time/tzdata"
)

func write(dir, name, text string) {
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		panic(err)
	}
}

func main() {
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	_, err = build.ImportDir(dir, 0)
	_, none := err.(*build.NoGoError)
	fmt.Println("no files:", none)
	write(dir, "a.go", "// Package q does.\npackage q\nimport (\"fmt\"; \"os\")\n")
	write(dir, "b_windows.go", "package q\nimport \"io\"\n")
	write(dir, "c.go", "//go:build go1.26 && !cgo\n\npackage q\nimport \"strings\"\n")
	write(dir, "d.go", "//go:build go1.99\n\npackage q\n")
	write(dir, "a_test.go", "package q\nimport \"testing\"\n")
	write(dir, "x_test.go", "package q_test\n")
	ctxt := build.Default
	ctxt.CgoEnabled = false
	p, err := ctxt.ImportDir(dir, 0)
	fmt.Println(p.Name, p.GoFiles, p.Imports, p.IgnoredGoFiles, p.TestGoFiles, p.XTestGoFiles, p.Doc, err)
	ctxt.GOOS = "windows"
	p, err = ctxt.ImportDir(dir, 0)
	fmt.Println(p.GoFiles, p.Imports, err)
	write(dir, "e.go", "package other\n")
	_, err = build.ImportDir(dir, 0)
	_, multiple := err.(*build.MultiplePackageError)
	fmt.Println("two packages:", multiple)
	fmt.Println(ctxt.GOARCH == build.Default.GOARCH, build.Default.Compiler, len(build.Default.ReleaseTags))
	fmt.Println(build.IsLocalImport("./x"), build.ArchChar != nil)

	t, err := time.ParseInLocation(time.DateTime, "2024-07-01 12:00:00", mustLoad("Europe/Berlin"))
	fmt.Println(t.UTC(), err)
	_, err = time.LoadLocation("Europe/Nowhere")
	fmt.Println(err)
}

func mustLoad(name string) *time.Location {
	l, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return l
}
