// os.Root: what is below a directory, and no way out of it by .. or symbolic links.
package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

var base string

// show prints what an operation said, without the name of the temporary folder.
func show(what string, results ...any) {
	text := fmt.Sprintln(results...)
	fmt.Print(what, ": ", strings.ReplaceAll(text, base, "BASE"))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func tree() {
	for _, dir := range []string{"in/a/b", "in/empty", "out"} {
		must(os.MkdirAll(filepath.Join(base, dir), 0o755))
	}
	for _, file := range []string{"in/f", "in/a/g", "in/a/b/h", "out/secret"} {
		must(os.WriteFile(filepath.Join(base, file), []byte(file), 0o644))
	}
	for link, target := range map[string]string{
		"in/toF": "f", "in/toB": "a/b", "in/up": "..", "in/out": "../out", "in/abs": "/etc", "in/secret": "../out/secret",
		"in/a/toF": "../f", "in/loop": "loop", "in/loop2": "loop3", "in/loop3": "loop2", "in/dangling": "nowhere",
		"in/a/b/far": "../../../in/f", "in/a/b/near": "../../f", "in/toBslash": "a/b/", "in/toFslash": "f/", "in/dot": ".",
	} {
		must(os.Symlink(target, filepath.Join(base, link)))
	}
}

var names = []string{"f", "a/g", "./f", "a/../f", "a/b/../../f", "a/b/..", "a//g", "f/", "f/.", "a/", "a/.", ".", "./", "..", "../f",
	"a/../../f", "nope", "nope/x", "f/x", "toF", "toB", "toB/h", "toB/../g", "up", "up/out/secret", "out", "out/secret", "abs", "abs/passwd",
	"secret", "a/toF", "loop", "loop/x", "loop2", "dangling", "dangling/x", "toB/far", "toB/near", "/etc/passwd", "", "toBslash", "toBslash/h",
	"toFslash", "dot/dot/f", "f/../f", "nope/../f", "toF/", "toB/", "a\x00b"}

func read(r *os.Root) {
	for _, name := range names {
		f, err := r.Open(name)
		if err == nil {
			show("open "+name, f.Name())
			f.Close()
		} else {
			show("open "+name, err)
		}
		info, err := r.Stat(name)
		if err == nil {
			show("stat "+name, info.Name(), info.Mode().Type())
		} else {
			show("stat "+name, err)
		}
		info, err = r.Lstat(name)
		if err == nil {
			show("lstat "+name, info.Name(), info.Mode().Type())
		} else {
			show("lstat "+name, err)
		}
		target, err := r.Readlink(name)
		show("readlink "+name, target, err)
		data, err := r.ReadFile(name)
		show("readfile "+name, string(data), err)
	}
}

func write(r *os.Root) {
	for _, name := range []string{"new", "a/new", "out/new", "secret", "toF", "dangling", "../new", "nope/new", "up/new", "abs/new", "a", "loop"} {
		err := r.WriteFile(name, []byte("new "+name), 0o600)
		show("write "+name, err)
	}
	data, err := os.ReadFile(base + "/out/secret")
	show("secret", string(data), err)
	data, err = r.ReadFile("nowhere")
	show("through dangling", string(data), err)
	_, err = r.OpenFile("f", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	show("excl", err, errors.Is(err, fs.ErrExist))
	_, err = r.OpenFile("secret", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	show("excl of link", err)
	_, err = r.OpenFile("f", os.O_RDONLY, fs.ModeSetuid|0o600)
	show("mode", err)
	f, err := r.OpenFile("f", os.O_APPEND|os.O_WRONLY, 0)
	must(err)
	f.WriteString("+")
	_, err = f.WriteAt([]byte("x"), 0)
	show("append", err)
	f.Close()
	for _, name := range []string{"d", "a/d", "d", "x/y", "out/d", "../d", "toB/d", "dangling", "d/", "up/d", "."} {
		show("mkdir "+name, r.Mkdir(name, 0o700))
	}
	show("mkdir mode", r.Mkdir("m", fs.ModeSticky|0o700))
	for _, name := range []string{"p/q/r", "p/q/r", "f/x", "out/x/y", "../x", "toB/s/t", "f", "p/../u/v", "dangling2/x"} {
		show("mkdirall "+name, r.MkdirAll(name, 0o700))
	}
}

func change(r *os.Root) {
	show("chmod", r.Chmod("f", 0o640), r.Chmod("toF", 0o600), r.Chmod("secret", 0o600), r.Chmod("nope", 0o600), r.Chmod("../f", 0))
	info, _ := r.Stat("f")
	show("mode", info.Mode())
	when := time.Date(2020, 2, 3, 4, 5, 6, 0, time.UTC)
	show("chtimes", r.Chtimes("toF", when, when), r.Chtimes("secret", when, when), r.Chtimes("dangling2", when, when))
	info, _ = r.Stat("f")
	show("time", info.ModTime().UTC())
	show("chown", r.Chown("f", -1, -1), r.Lchown("secret", -1, -1), r.Chown("secret", -1, -1))
	show("rename", r.Rename("new", "a/moved"), r.Rename("a/moved", "../x"), r.Rename("nope", "y"), r.Rename("toF", "link"), r.Rename("out/secret", "y"))
	show("link", r.Link("f", "f2"), r.Link("f", "out/f2"), r.Link("secret", "s2"), r.Link("nope", "z"))
	target, err := r.Readlink("s2")
	show("link of link", target, err)
	show("symlink", r.Symlink("../out", "sym"), r.Symlink("x", "../sym"), r.Symlink("x", "f"))
	for _, name := range []string{"f2", "s2", "sym", "empty", "a", "nope", "../out", "out/secret", "up", ".", "a/g/", "link/", "empty/", ""} {
		show("remove "+name, r.Remove(name))
	}
	for _, name := range []string{"p", "a", "nope", "nope/x", "out/secret", "out", "../out", ".", "f/x", "loop", "u/", "toB/x", ""} {
		show("removeall "+name, r.RemoveAll(name))
	}
	_, err = os.Stat(base + "/out/secret")
	show("the secret stays", err)
}

func tops(r *os.Root) {
	sub, err := r.OpenRoot("a")
	must(err)
	show("sub", sub.Name())
	f, err := sub.Open("b/h")
	show("sub open", f.Name(), err)
	f.Close()
	_, err = sub.Open("toF")
	show("sub toF", err)
	for _, name := range []string{"f", "out", "toB", "nope", "dot"} {
		s, err := r.OpenRoot(name)
		if err == nil {
			show("openroot "+name, s.Name(), s.Close())
		} else {
			show("openroot "+name, err)
		}
	}
	fsys := r.FS()
	entries, err := fs.ReadDir(fsys, "a")
	for _, entry := range entries {
		info, err := entry.Info()
		show("entry", entry, info.Name(), err)
	}
	for _, name := range []string{"f", "../f", "secret", "./f", "/f", "a/b/h"} {
		data, err := fs.ReadFile(fsys, name)
		show("fs "+name, string(data), err)
		_, err = fs.Stat(fsys, name)
		show("fs stat "+name, err)
	}
	g, err := os.OpenInRoot(base+"/in", "a/b/h")
	data, _ := io.ReadAll(g)
	show("openinroot", string(data), err)
	g.Close()
	_, err = os.OpenInRoot(base+"/in", "secret")
	show("openinroot", err)
	_, err = os.OpenInRoot(base+"/nope", "x")
	show("openinroot", err)
	_, err = os.OpenRoot(base + "/in/f")
	show("openroot of a file", err)
	show("close", sub.Close(), sub.Close())
	_, err = sub.Open("g")
	show("closed", err, errors.Is(err, os.ErrClosed))
}

func main() {
	var err error
	base, err = os.MkdirTemp("", "root")
	must(err)
	defer os.RemoveAll(base)
	tree()
	r, err := os.OpenRoot(base + "/in")
	must(err)
	show("name", r.Name())
	read(r)
	tops(r)
	write(r)
	change(r)
	show("close", r.Close())
	show("closed", r.Mkdir("x", 0o700), r.Rename("a", "b"), r.RemoveAll("a"))
}
