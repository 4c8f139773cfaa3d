package filepath

import (
	"errors"
	"io/fs"
	"os"
	"strings"
)

var errInvalidPath = errors.New("invalid path")

// SkipAll is what a function of Walk and WalkDir returns if all that is left is to be left out.
var SkipAll error = fs.SkipAll

// Walk calls fn with each file and directory below root, and root itself, in the order of their names. It follows no symbolic links.
func Walk(root string, fn WalkFunc) error {
	info, err := os.Lstat(root)
	if err != nil {
		err = fn(root, nil, err)
	} else {
		err = walk(root, info, fn)
	}
	return unlessSkipped(err)
}

// WalkDir is Walk that asks for less about each file.
func WalkDir(root string, fn fs.WalkDirFunc) error {
	info, err := os.Lstat(root)
	if err != nil {
		err = fn(root, nil, err)
	} else {
		err = walkDir(root, fs.FileInfoToDirEntry(info), fn)
	}
	return unlessSkipped(err)
}

func unlessSkipped(err error) error {
	if err == SkipDir || err == SkipAll {
		return nil
	}
	return err
}

// IsLocal reports whether a path, put behind that of a directory, cannot lead out of it.
func IsLocal(path string) bool {
	if path == "" || path[0] == '/' {
		return false
	}
	depth := 0
	for path != "" {
		var part string
		part, path = cut(path)
		switch part {
		case "", ".":
		case "..":
			if depth--; depth < 0 {
				return false
			}
		default:
			depth++
		}
	}
	return true
}

// cut parts a path at its first slash.
func cut(path string) (part, rest string) {
	for i := 0; i < len(path); i++ {
		if path[i] == '/' {
			return path[:i], path[i+1:]
		}
	}
	return path, ""
}

// Localize makes a path of the system of one that io/fs has.
func Localize(path string) (string, error) {
	if !fs.ValidPath(path) {
		return "", errInvalidPath
	}
	for i := 0; i < len(path); i++ {
		if path[i] == 0 {
			return "", errInvalidPath
		}
	}
	return path, nil
}

// Rel returns a path that leads from base to target.
func Rel(base, target string) (string, error) {
	b, t := Clean(base), Clean(target)
	if b == t {
		return ".", nil
	}
	if b == "." {
		b = ""
	}
	if t == "." {
		t = ""
	}
	if IsAbs(b) != IsAbs(t) {
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

// elements returns what stands between the slashes of a path.
func elements(p string) []string {
	return strings.FieldsFunc(p, func(r rune) bool { return r == '/' })
}
