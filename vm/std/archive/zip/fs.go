package zip

import (
	"errors"
	"io"
	"io/fs"
)

// ErrInsecurePath says that a name in an archive leads out of the folder. No Reader here returns it: as with Go's
// default, names are for the caller to check.
var ErrInsecurePath = errors.New("zip: insecure file path")

// AddFS adds a tree of files, compressed. What is neither a file nor a folder is an error.
func (w *Writer) AddFS(fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == "." {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if !d.IsDir() && !info.Mode().IsRegular() {
			return errors.New("zip: cannot add non-regular file")
		}
		header, err := FileInfoHeader(info)
		if err != nil {
			return err
		}
		header.Name, header.Method = name, Deflate
		if d.IsDir() {
			header.Name += "/"
		}
		to, err := w.CreateHeader(header)
		if err != nil || d.IsDir() {
			return err
		}
		f, err := fsys.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = io.Copy(to, f)
		return err
	})
}
