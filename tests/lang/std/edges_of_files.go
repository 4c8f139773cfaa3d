// What Go's own tests ask of package os at the edges: expansion, offsets, directories read again, renaming.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
)

func main() {
	for _, s := range []string{"${", "${}", "$", "a${}b", "${x", "plain", "$x", "${*}$"} {
		fmt.Printf("%q ", os.Expand(s, func(name string) string { return "<" + name + ">" }))
	}
	fmt.Println()

	dir, _ := os.MkdirTemp("", "edges")
	defer os.RemoveAll(dir)
	os.Chdir(dir)
	f, _ := os.Create("file")
	_, err := f.WriteAt([]byte("x"), -1)
	fmt.Println(err)
	text := strings.Repeat("x", 100)
	fmt.Println("a string is not copied:", testing.AllocsPerRun(10, func() { f.WriteString(text) }))
	f.WriteString("")
	f.Close()

	os.Mkdir("a", 0o700)
	os.Mkdir("b", 0o700)
	d, _ := os.Open(".")
	first, _ := d.Readdirnames(1)
	_, err = d.Seek(0, 0)
	all, _ := d.Readdirnames(-1)
	fmt.Println(len(first), err, len(all))
	d.Close()

	fmt.Println(os.Rename("a", "b"), errors.Is(os.Rename("a", "b"), os.ErrExist))
	fmt.Println(os.Rename("none", "b"))
	fmt.Println(os.Rename("file", "b"))
	fmt.Println(os.Rename("a", "c"), os.Rename("file", "file2"))
	fmt.Println(os.RemoveAll("none"), os.RemoveAll("c"))
}
