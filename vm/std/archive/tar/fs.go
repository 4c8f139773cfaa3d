package tar

import (
	"errors"
	"io"
	"io/fs"
)

// ErrInsecurePath says that a name in an archive leads out of the folder. No Reader here returns it: as with Go's
// default, names are for the caller to check.
var ErrInsecurePath = errors.New("archive/tar: insecure file path")

// AddFS adds a tree of files. What is neither a file, a folder nor a symbolic link is an error.
func (tw *Writer) AddFS(fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == "." {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		target := ""
		switch d.Type() {
		case 0, fs.ModeDir:
		case fs.ModeSymlink:
			if target, err = fs.ReadLink(fsys, name); err != nil {
				return err
			}
		default:
			return errors.New("tar: cannot add non-regular file")
		}
		header, err := FileInfoHeader(info, target)
		if err != nil {
			return err
		}
		header.Name = name
		if d.IsDir() {
			header.Name += "/"
		}
		if err := tw.WriteHeader(header); err != nil || d.Type() != 0 {
			return err
		}
		f, err := fsys.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = io.Copy(tw, f)
		return err
	})
}
