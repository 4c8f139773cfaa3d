// Packages path, path/filepath and io/fs, and what package os does with paths and directories.
package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"syscall"
	"time"
)

func main() {
	for _, p := range []string{"", "a/../b//c/", "/../x", "./..", "a/./b"} {
		fmt.Printf("%q %q %q %q %q\n", path.Clean(p), path.Base(p), path.Dir(p), filepath.Join(p, "z"), filepath.Ext(p+".go"))
	}
	fmt.Println(path.Match("a*[b-d]?", "axxcz"))
	fmt.Println(filepath.Rel("/a/b", "/a/c/d"))
	fmt.Println(filepath.SplitList("/a:/b"), filepath.IsAbs("/x"), filepath.VolumeName("/x"))

	dir, err := os.MkdirTemp("", "paths")
	check(err)
	defer os.RemoveAll(dir)
	check(os.Chdir(dir))
	check(os.MkdirAll("tree/b", 0755))
	for _, name := range []string{"tree/a.txt", "tree/b/c.txt", "tree/d.go"} {
		check(os.WriteFile(name, []byte(name), 0640))
	}
	check(os.Symlink("a.txt", "tree/link"))
	fmt.Println(filepath.Glob("tree/*.[tg]*"))
	check(fs.WalkDir(os.DirFS("tree"), ".", func(p string, d fs.DirEntry, err error) error {
		fmt.Println(p, d, err)
		if p == "b" {
			return fs.SkipDir
		}
		return nil
	}))
	check(filepath.Walk("tree", func(p string, info fs.FileInfo, err error) error {
		fmt.Println(p, info.Mode(), info.IsDir())
		return err
	}))
	fmt.Println(filepath.EvalSymlinks("tree/link"))
	text, err := fs.ReadFile(os.DirFS("tree"), "b/c.txt")
	fmt.Println(string(text), err)
	_, err = fs.Stat(os.DirFS("tree"), "../x")
	fmt.Println(err, errors.Is(err, fs.ErrInvalid))

	f, err := os.Open("tree")
	check(err)
	entries, err := f.ReadDir(1)
	fmt.Println(len(entries), err)
	names, err := f.Readdirnames(-1)
	fmt.Println(len(names), err)
	_, err = f.ReadDir(1)
	fmt.Println(err == io.EOF, f.Close(), f.Close())

	_, err = os.Open("none")
	var pathError *fs.PathError
	fmt.Println(errors.As(err, &pathError), pathError.Err == syscall.ENOENT, errors.Is(err, fs.ErrNotExist), os.IsTimeout(err))
	fmt.Println(os.Mkdir("tree", 0755), os.Remove("tree"), os.Rename("x", "y"))
	check(os.Chmod("tree/d.go", 0600|fs.ModeSetuid))
	check(os.Truncate("tree/d.go", 3))
	when := time.Date(2020, 2, 3, 4, 5, 6, 700, time.UTC)
	check(os.Chtimes("tree/d.go", time.Time{}, when))
	info, err := os.Lstat("tree/d.go")
	check(err)
	stat := info.Sys().(*syscall.Stat_t)
	fmt.Println(info.Mode(), info.Size(), info.ModTime().UTC(), stat.Nlink, stat.Mtim.Nsec)
	link, _ := os.Stat("tree/link")
	file, _ := os.Stat("tree/a.txt")
	fmt.Println(os.SameFile(link, file), os.SameFile(file, info))
	check(os.CopyFS("copy", os.DirFS("tree")))
	copied, err := os.ReadDir("copy")
	sort.Slice(copied, func(i, j int) bool { return copied[i].Name() < copied[j].Name() })
	fmt.Println(copied, err)
	r, w, err := os.Pipe()
	check(err)
	fmt.Fprint(w, "through a pipe")
	w.Close()
	text, err = io.ReadAll(r)
	fmt.Println(string(text), err, r.Name())
	fmt.Println(syscall.EAGAIN, syscall.Errno(9999), syscall.SIGIO, syscall.Signal(99), syscall.EPERM.Is(fs.ErrPermission), syscall.ETIMEDOUT.Timeout())
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
