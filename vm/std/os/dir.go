package os

import (
	"errors"
	"internal/syscall"
	"io"
	"io/fs"
)

func readDirNames(fd int) (names []string, types []byte, errno int)

type dirEntry struct {
	dir, name string
	typ       FileMode
}

func (d *dirEntry) Name() string            { return d.name }
func (d *dirEntry) IsDir() bool             { return d.typ.IsDir() }
func (d *dirEntry) Type() FileMode          { return d.typ }
func (d *dirEntry) Info() (FileInfo, error) { return Lstat(d.dir + "/" + d.name) }
func (d *dirEntry) String() string          { return fs.FormatDirEntry(d) }

// directory is what is left to tell of one that is being read.
type directory struct{ entries []DirEntry }

// ReadDir returns the next n entries, in an order of the system's; all that are left if n is not positive.
func (f *File) ReadDir(n int) ([]DirEntry, error) { return f.readDir("readdir", n) }

func (f *File) readDir(op string, n int) ([]DirEntry, error) {
	if err := f.check(op); err != nil {
		return nil, err
	}
	if f.dir == nil {
		names, types, errno := readDirNames(f.fd)
		if errno != 0 {
			return nil, &PathError{Op: "readdirent", Path: f.name, Err: syscall.Errno(errno)}
		}
		f.dir = &directory{make([]DirEntry, 0, len(names))}
		for i, name := range names {
			f.dir.entries = append(f.dir.entries, &dirEntry{f.name, name, modeOf(uint32(types[i]) << 12)})
		}
	}
	left := f.dir.entries
	if n > 0 && len(left) == 0 {
		return nil, io.EOF
	}
	if n <= 0 || n > len(left) {
		n = len(left)
	}
	f.dir.entries = left[n:]
	return left[:n:n], nil
}

// Readdir is ReadDir that asks for what the system keeps of each entry.
func (f *File) Readdir(n int) ([]FileInfo, error) {
	entries, err := f.readDir("readdir", n)
	infos := make([]FileInfo, 0, len(entries))
	for _, entry := range entries {
		info, err := entry.Info()
		if IsNotExist(err) {
			continue // removed since
		}
		if err != nil {
			return infos, err
		}
		infos = append(infos, info)
	}
	return infos, err
}

// Readdirnames is ReadDir that returns names.
func (f *File) Readdirnames(n int) (names []string, err error) {
	entries, err := f.readDir("readdir", n)
	names = make([]string, 0, len(entries))
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names, err
}

// ReadDir returns the entries of a directory, sorted by name.
func ReadDir(name string) ([]DirEntry, error) {
	f, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.ReadDir(-1)
}

// dirFS is a tree of files below a directory.
type dirFS string

var errEmptyDir = errors.New("os: DirFS with empty root")

// DirFS returns the tree of files below a directory.
func DirFS(dir string) fs.FS { return dirFS(dir) }

// path returns the path of a name in the tree, or an error of the operation.
func (dir dirFS) path(op, name string) (string, error) {
	if dir == "" {
		return "", &PathError{Op: op, Path: name, Err: errEmptyDir}
	}
	if !fs.ValidPath(name) {
		return "", &PathError{Op: op, Path: name, Err: ErrInvalid}
	}
	if IsPathSeparator(dir[len(dir)-1]) {
		return string(dir) + name, nil
	}
	return string(dir) + "/" + name, nil
}

// named gives an error the name that the caller knows.
func named(err error, name string) error {
	if e, ok := err.(*PathError); ok {
		e.Path = name
	}
	return err
}

func (dir dirFS) Open(name string) (fs.File, error) {
	path, err := dir.path("open", name)
	if err != nil {
		return nil, err
	}
	f, err := Open(path)
	if err != nil {
		return nil, named(err, name)
	}
	return f, nil
}

func (dir dirFS) ReadFile(name string) ([]byte, error) {
	path, err := dir.path("readfile", name)
	if err != nil {
		return nil, err
	}
	b, err := ReadFile(path)
	return b, named(err, name)
}

func (dir dirFS) ReadDir(name string) ([]DirEntry, error) {
	path, err := dir.path("readdir", name)
	if err != nil {
		return nil, err
	}
	entries, err := ReadDir(path)
	return entries, named(err, name)
}

func (dir dirFS) Stat(name string) (FileInfo, error) {
	path, err := dir.path("stat", name)
	if err != nil {
		return nil, err
	}
	info, err := Stat(path)
	return info, named(err, name)
}

func (dir dirFS) Lstat(name string) (FileInfo, error) {
	path, err := dir.path("lstat", name)
	if err != nil {
		return nil, err
	}
	info, err := Lstat(path)
	return info, named(err, name)
}

func (dir dirFS) ReadLink(name string) (string, error) {
	path, err := dir.path("readlink", name)
	if err != nil {
		return "", err
	}
	target, err := Readlink(path)
	return target, named(err, name)
}

// CopyFS copies a tree of files into a directory, which is made if need be. It overwrites nothing.
func CopyFS(dir string, fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(path string, d DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := dir + "/" + path
		switch d.Type() {
		case ModeDir:
			return MkdirAll(target, 0777)
		case ModeSymlink:
			link, err := fs.ReadLink(fsys, path)
			if err != nil {
				return err
			}
			return Symlink(link, target)
		case 0:
			return copyFile(fsys, path, target)
		}
		return &PathError{Op: "CopyFS", Path: path, Err: ErrInvalid}
	})
}

func copyFile(fsys fs.FS, path, target string) error {
	r, err := fsys.Open(path)
	if err != nil {
		return err
	}
	defer r.Close()
	info, err := r.Stat()
	if err != nil {
		return err
	}
	w, err := OpenFile(target, O_CREATE|O_EXCL|O_WRONLY, 0666|info.Mode()&0777)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, r); err != nil {
		w.Close()
		return &PathError{Op: "Copy", Path: target, Err: err}
	}
	return w.Close()
}
