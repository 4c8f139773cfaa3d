// Package filepath works on paths of files. Paths are those of Unix.
package filepath

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"sort"
	"strings"
)

const (
	Separator     = os.PathSeparator
	ListSeparator = os.PathListSeparator
)

var ErrBadPattern = errors.New("syntax error in pattern")

// SkipDir and SkipAll are what a WalkFunc returns to leave out a directory, or all that is left.
var (
	SkipDir error = fs.SkipDir
	SkipAll error = fs.SkipAll
)

// WalkFunc is called for each file; err is why it could not be looked at.
type WalkFunc func(path string, info fs.FileInfo, err error) error

func Clean(p string) string             { return path.Clean(p) }
func Split(p string) (dir, file string) { return path.Split(p) }
func Join(elem ...string) string        { return path.Join(elem...) }
func Ext(p string) string               { return path.Ext(p) }
func Base(p string) string              { return path.Base(p) }
func Dir(p string) string               { return path.Dir(p) }
func IsAbs(p string) bool               { return path.IsAbs(p) }
func ToSlash(p string) string           { return p }
func FromSlash(p string) string         { return p }
func VolumeName(p string) string        { return "" }
func SplitList(list string) []string {
	if list == "" {
		return []string{}
	}
	return strings.Split(list, ":")
}

func Match(pattern, name string) (matched bool, err error) {
	matched, err = path.Match(pattern, name)
	if err != nil {
		err = ErrBadPattern
	}
	return matched, err
}

// Abs returns p as an absolute path.
func Abs(p string) (string, error) {
	if path.IsAbs(p) {
		return path.Clean(p), nil
	}
	wd, err := os.Getwd()
	if err != nil {
		return "", err
	}
	return path.Join(wd, p), nil
}

// IsLocal reports whether p stays, by its text, below where it is used.
func IsLocal(p string) bool {
	if p == "" || path.IsAbs(p) {
		return false
	}
	p = path.Clean(p)
	return p != ".." && !strings.HasPrefix(p, "../")
}

// Rel returns a path that leads from base to target.
func Rel(base, target string) (string, error) {
	b, t := path.Clean(base), path.Clean(target)
	if b == t {
		return ".", nil
	}
	if b == "." {
		b = ""
	}
	if t == "." {
		t = ""
	}
	if path.IsAbs(b) != path.IsAbs(t) {
		return "", errors.New("Rel: can't make " + target + " relative to " + base)
	}
	from, to := elements(b), elements(t)
	same := 0
	for same < len(from) && same < len(to) && from[same] == to[same] {
		same++
	}
	var rel []string
	for _, e := range from[same:] {
		if e == ".." {
			return "", errors.New("Rel: can't make " + target + " relative to " + base)
		}
		rel = append(rel, "..")
	}
	return strings.Join(append(rel, to[same:]...), "/"), nil
}

func elements(p string) []string {
	return strings.FieldsFunc(p, func(r rune) bool { return r == '/' })
}

// Walk calls fn for root and all that is below it, in the order of names.
func Walk(root string, fn WalkFunc) error {
	info, err := os.Lstat(root)
	if err != nil {
		err = fn(root, nil, err)
	} else {
		err = walk(root, info, fn)
	}
	if err == SkipDir || err == SkipAll {
		return nil
	}
	return err
}

func walk(p string, info fs.FileInfo, fn WalkFunc) error {
	if !info.IsDir() {
		return fn(p, info, nil)
	}
	entries, err := os.ReadDir(p)
	err1 := fn(p, info, err)
	if err != nil || err1 != nil {
		return err1
	}
	for _, e := range entries {
		name := path.Join(p, e.Name())
		info, err := os.Lstat(name)
		if err != nil {
			err = fn(name, nil, err)
			if err != nil && err != SkipDir {
				return err
			}
			continue
		}
		isDir := info.IsDir()
		if err := walk(name, info, fn); err != nil {
			if err == SkipDir && isDir {
				continue
			}
			return err
		}
	}
	return nil
}

// WalkDir is Walk with directory entries.
func WalkDir(root string, fn fs.WalkDirFunc) error {
	info, err := os.Lstat(root)
	if err != nil {
		err = fn(root, nil, err)
	} else {
		err = walkDir(root, fs.FileInfoToDirEntry(info), fn)
	}
	if err == SkipDir || err == SkipAll {
		return nil
	}
	return err
}

func walkDir(p string, d fs.DirEntry, fn fs.WalkDirFunc) error {
	if err := fn(p, d, nil); err != nil || !d.IsDir() {
		if err == SkipDir && d.IsDir() {
			err = nil
		}
		return err
	}
	entries, err := os.ReadDir(p)
	if err != nil {
		if err = fn(p, d, err); err != nil {
			if err == SkipDir && d.IsDir() {
				err = nil
			}
			return err
		}
	}
	for _, e := range entries {
		if err := walkDir(path.Join(p, e.Name()), e, fn); err != nil {
			if err == SkipDir {
				break
			}
			return err
		}
	}
	return nil
}

// Glob returns the files whose paths match a pattern, sorted.
func Glob(pattern string) (matches []string, err error) {
	if _, err := Match(pattern, ""); err != nil {
		return nil, err
	}
	if !strings.ContainsAny(pattern, `*?[\`) {
		if _, err := os.Lstat(pattern); err != nil {
			return nil, nil
		}
		return []string{pattern}, nil
	}
	dir, file := path.Split(pattern)
	where := []string{"."}
	if dir != "" {
		if dir != "/" {
			dir = dir[:len(dir)-1]
		}
		if where, err = Glob(dir); err != nil {
			return nil, err
		}
	}
	for _, w := range where {
		entries, err := os.ReadDir(w)
		if err != nil {
			continue
		}
		var names []string
		for _, e := range entries {
			if ok, _ := Match(file, e.Name()); ok {
				names = append(names, e.Name())
			}
		}
		sort.Strings(names)
		for _, name := range names {
			if dir != "" {
				name = path.Join(w, name)
			}
			matches = append(matches, name)
		}
	}
	return matches, nil
}
