package fs

import (
	"errors"
	"path"
)

// SkipDir is what a WalkDirFunc returns if the directory that it is called with is to be left out.
var SkipDir = errors.New("skip this directory")

// SkipAll is what a WalkDirFunc returns if all that is left is to be left out.
var SkipAll = errors.New("skip everything and stop the walk")

// WalkDirFunc is called with each file and directory. An err says why the directory could not be read, or the root not be found.
type WalkDirFunc func(path string, d DirEntry, err error) error

func walkDir(fsys FS, name string, d DirEntry, walk WalkDirFunc) error {
	if err := walk(name, d, nil); err != nil || !d.IsDir() {
		if err == SkipDir && d.IsDir() {
			err = nil
		}
		return err
	}
	entries, err := ReadDir(fsys, name)
	if err != nil {
		if err = walk(name, d, err); err != nil {
			if err == SkipDir && d.IsDir() {
				err = nil
			}
			return err
		}
	}
	for _, entry := range entries {
		err := walkDir(fsys, path.Join(name, entry.Name()), entry, walk)
		if err == SkipDir {
			break
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// WalkDir calls fn with each file and directory below root, and root itself, in the order of their names. It follows no symbolic links.
func WalkDir(fsys FS, root string, fn WalkDirFunc) error {
	info, err := Stat(fsys, root)
	if err != nil {
		err = fn(root, nil, err)
	} else {
		err = walkDir(fsys, root, FileInfoToDirEntry(info), fn)
	}
	if err == SkipDir || err == SkipAll {
		return nil
	}
	return err
}
