// fstest.MapFS: folders that are made up, symbolic links, and what package fs makes of it.
package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"testing/fstest"
)

func main() {
	link := func(to string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(to), Mode: fs.ModeSymlink | 0o777}
	}
	fsys := fstest.MapFS{
		"a/b/c.txt": {Data: []byte("see"), Mode: 0o644}, "a/x": {Data: []byte("ex")}, "top": {Data: []byte("t")}, "empty": {Mode: fs.ModeDir | 0o700},
		"toC": link("a/b/c.txt"), "toDir": link("a/b"), "a/up": link("../top"), "out": link("../x"), "abs": link("/top"), "gone": link("no"),
	}
	for _, name := range []string{"a", "a/b", "a/b/c.txt", ".", "toC", "toDir", "toDir/c.txt", "a/up", "out", "abs", "gone", "nope", "a/nope", "../x", "", "empty", "a/", "top/x"} {
		data, err := fs.ReadFile(fsys, name)
		fmt.Printf("%q: %q %v %v\n", name, data, err, errors.Is(err, fs.ErrNotExist))
		info, err := fs.Stat(fsys, name)
		if err == nil {
			fmt.Println("  stat", info.Name(), info.Mode(), info.Size(), info.IsDir())
		} else {
			fmt.Println("  stat", err)
		}
		info, err = fs.Lstat(fsys, name)
		if err == nil {
			fmt.Println("  lstat", info.Name(), info.Mode(), info)
		} else {
			fmt.Println("  lstat", err)
		}
		target, err := fs.ReadLink(fsys, name)
		fmt.Println("  readlink", target, err)
		entries, err := fs.ReadDir(fsys, name)
		fmt.Println("  readdir", entries, err)
	}
	fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		fmt.Println(path, d, err)
		return nil
	})
	matches, err := fs.Glob(fsys, "*/*")
	fmt.Println(matches, err)
	sub, err := fs.Sub(fsys, "a")
	data, err2 := fs.ReadFile(sub, "b/c.txt")
	fmt.Println(string(data), err, err2)
	f, _ := fsys.Open("a/b/c.txt")
	s := f.(io.ReadSeeker)
	b := make([]byte, 2)
	fmt.Println(s.Seek(1, io.SeekStart))
	fmt.Println(io.ReadFull(s, b))
	fmt.Println(s.Seek(9, io.SeekEnd))
	fmt.Println(f.(io.ReaderAt).ReadAt(b, 2))
	d, _ := fsys.Open("a")
	for range 4 {
		entries, err := d.(fs.ReadDirFile).ReadDir(2)
		fmt.Println(entries, err)
	}
	_, err = d.Read(b)
	fmt.Println(err)
	fmt.Println(fstest.TestFS(fstest.MapFS{"a/b": {Data: []byte("x")}, "c": {}}, "a/b", "c"))
}
