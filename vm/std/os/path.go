package os

import (
	"io"
	"syscall"
	"time"
)

func pathOp(op int, a, b string, x, y int64) int
func chtimes(path string, access, modified int64, setAccess, setModified bool) int
func getwd() (string, int)
func readlink(path string) (string, int)

const (
	opRemove = iota
	opRmdir
	opMkdir
	opRename
	opChmod
	opChdir
	opSymlink
	opLink
	opTruncate
	opChown
	opLchown
)

// ReadFile returns the whole contents of a file.
func ReadFile(name string) ([]byte, error) {
	f, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.readAll()
}

// readAll returns what is left of the file.
func (f *File) readAll() ([]byte, error) {
	size := 512
	if info, err := f.Stat(); err == nil && info.Size() > 0 {
		size = int(info.Size()) + 1
	}
	b := make([]byte, 0, size)
	for {
		n, err := f.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if err != nil {
			if err == io.EOF {
				err = nil
			}
			return b, err
		}
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
	}
}

// WriteFile makes a file with these contents.
func WriteFile(name string, data []byte, perm FileMode) error {
	f, err := OpenFile(name, O_WRONLY|O_CREATE|O_TRUNC, perm)
	if err != nil {
		return err
	}
	return f.writeAll(data)
}

// writeAll writes the data and closes the file.
func (f *File) writeAll(data []byte) error {
	_, err := f.Write(data)
	if closeErr := f.Close(); closeErr != nil && err == nil {
		err = closeErr
	}
	return err
}

func pathError(op, path string, errno int) error {
	if errno == 0 {
		return nil
	}
	return &PathError{Op: op, Path: path, Err: syscall.Errno(errno)}
}

func Remove(name string) error {
	e := pathOp(opRemove, name, "", 0, 0)
	if e == 0 {
		return nil
	}
	e2 := pathOp(opRmdir, name, "", 0, 0)
	if e2 == 0 {
		return nil
	}
	if e2 != 20 {
		e = e2
	}
	return pathError("remove", name, e)
}

// RemoveAll removes a path and all below it; that there is none is no error.
func RemoveAll(path string) error {
	err := Remove(path)
	if err == nil || IsNotExist(err) {
		return nil
	}
	info, statErr := Lstat(path)
	if statErr != nil {
		if IsNotExist(statErr) {
			return nil
		}
		return statErr
	}
	if !info.IsDir() {
		return err
	}
	entries, err := ReadDir(path)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := RemoveAll(path + "/" + entry.Name()); err != nil {
			return err
		}
	}
	return Remove(path)
}

func Mkdir(name string, perm FileMode) error {
	return pathError("mkdir", name, pathOp(opMkdir, name, "", int64(systemMode(perm)), 0))
}

// MkdirAll makes a directory with those above it.
func MkdirAll(path string, perm FileMode) error {
	if info, err := Stat(path); err == nil {
		if info.IsDir() {
			return nil
		}
		return &PathError{Op: "mkdir", Path: path, Err: syscall.Errno(20)}
	}
	i := len(path)
	for i > 0 && path[i-1] == '/' {
		i--
	}
	for i > 0 && path[i-1] != '/' {
		i--
	}
	if i > 1 {
		if err := MkdirAll(path[:i-1], perm); err != nil {
			return err
		}
	}
	err := Mkdir(path, perm)
	if err != nil {
		if info, statErr := Lstat(path); statErr == nil && info.IsDir() {
			return nil
		}
	}
	return err
}

func Rename(oldpath, newpath string) error {
	if e := pathOp(opRename, oldpath, newpath, 0, 0); e != 0 {
		return &LinkError{"rename", oldpath, newpath, syscall.Errno(e)}
	}
	return nil
}

func Symlink(oldname, newname string) error {
	if e := pathOp(opSymlink, oldname, newname, 0, 0); e != 0 {
		return &LinkError{"symlink", oldname, newname, syscall.Errno(e)}
	}
	return nil
}

func Link(oldname, newname string) error {
	if e := pathOp(opLink, oldname, newname, 0, 0); e != 0 {
		return &LinkError{"link", oldname, newname, syscall.Errno(e)}
	}
	return nil
}

func Readlink(name string) (string, error) {
	s, e := readlink(name)
	return s, pathError("readlink", name, e)
}

func Chmod(name string, mode FileMode) error {
	return pathError("chmod", name, pathOp(opChmod, name, "", int64(systemMode(mode)), 0))
}

func Chdir(dir string) error { return pathError("chdir", dir, pathOp(opChdir, dir, "", 0, 0)) }

func Getwd() (string, error) {
	s, e := getwd()
	if e != 0 {
		return "", &SyscallError{"getwd", syscall.Errno(e)}
	}
	return s, nil
}

func Truncate(name string, size int64) error {
	return pathError("truncate", name, pathOp(opTruncate, name, "", size, 0))
}

func Chown(name string, uid, gid int) error {
	return pathError("chown", name, pathOp(opChown, name, "", int64(uid), int64(gid)))
}

// Lchown is Chown that does not follow a symbolic link.
func Lchown(name string, uid, gid int) error {
	return pathError("lchown", name, pathOp(opLchown, name, "", int64(uid), int64(gid)))
}

// Chtimes sets when a file was used and changed. A zero time leaves what there is.
func Chtimes(name string, atime time.Time, mtime time.Time) error {
	errno := chtimes(name, atime.UnixNano(), mtime.UnixNano(), !atime.IsZero(), !mtime.IsZero())
	return pathError("chtimes", name, errno)
}
