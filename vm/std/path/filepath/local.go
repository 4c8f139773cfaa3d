package filepath

import (
	"errors"
	"io/fs"
	"os"
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
