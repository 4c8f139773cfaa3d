package os

import (
	"io/fs"
	"syscall"
	"time"
)

// openIn opens a name in the Root.
func (r *Root) openIn(name string, flag int, perm FileMode) (fd int, err error) {
	err = r.at("openat", name, func(w *walk, last string) error {
		if w.slash {
			flag |= syscall.O_DIRECTORY
		}
		var errno int
		fd, errno = openAt(w.dir(), last, flag, systemMode(perm))
		mayBeLink := errno == int(syscall.ELOOP) || errno == int(syscall.ENOTDIR) || errno == int(syscall.EEXIST) && flag&O_EXCL == 0
		if mayBeLink && w.isLink(last) {
			return errLink
		}
		return asError(errno)
	})
	return fd, err
}

// below returns the path of a name in the Root, for messages.
func (r *Root) below(name string) string {
	if r.name == "" || name == "" {
		return r.name + name
	}
	if r.name[len(r.name)-1] == '/' {
		return r.name + name
	}
	return r.name + "/" + name
}

// OpenFile opens a file of the Root as the function of that name does. Of perm, only permissions may be set.
func (r *Root) OpenFile(name string, flag int, perm FileMode) (*File, error) {
	if perm&0777 != perm {
		return nil, &PathError{Op: "openat", Path: name, Err: errMode}
	}
	fd, err := r.openIn(name, flag, perm)
	if err != nil {
		return nil, err
	}
	return &File{fd: fd, name: r.below(name), append: flag&O_APPEND != 0}, nil
}

func (r *Root) Open(name string) (*File, error) { return r.OpenFile(name, O_RDONLY, 0) }
func (r *Root) Create(name string) (*File, error) {
	return r.OpenFile(name, O_RDWR|O_CREATE|O_TRUNC, 0666)
}

// OpenRoot opens a directory of the Root as a Root.
func (r *Root) OpenRoot(name string) (*Root, error) {
	fd, err := r.openIn(name, syscall.O_RDONLY|syscall.O_DIRECTORY, 0)
	if err != nil {
		if info, statErr := r.Stat(name); statErr == nil && !info.IsDir() {
			err = &PathError{Op: "open", Path: r.below(name), Err: syscall.ENOTDIR}
		}
		return nil, err
	}
	return &Root{name: r.below(name), fd: fd}, nil
}

func (r *Root) ReadFile(name string) ([]byte, error) {
	f, err := r.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.readAll()
}

func (r *Root) WriteFile(name string, data []byte, perm FileMode) error {
	f, err := r.OpenFile(name, O_WRONLY|O_CREATE|O_TRUNC, perm)
	if err != nil {
		return err
	}
	return f.writeAll(data)
}

// Stat follows links, within the Root.
func (r *Root) Stat(name string) (FileInfo, error) { return r.stat(name, true) }

// Lstat does not follow a link that the name is.
func (r *Root) Lstat(name string) (FileInfo, error) { return r.stat(name, false) }

func (r *Root) stat(name string, follow bool) (FileInfo, error) {
	s := &fileStat{name: basename(name)}
	err := r.at("statat", name, func(w *walk, last string) error {
		err := asError(statAt(w.dir(), last, &s.sys))
		if err == nil && s.sys.Mode&syscall.S_IFMT == syscall.S_IFLNK && (follow || w.slash) {
			return errLink
		}
		if err == nil && w.slash && s.sys.Mode&syscall.S_IFMT != syscall.S_IFDIR {
			return syscall.ENOTDIR
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Readlink returns what a symbolic link says, which may lead out of the Root.
func (r *Root) Readlink(name string) (target string, err error) {
	err = r.at("readlinkat", name, func(w *walk, last string) error {
		if w.slash {
			if w.isLink(last) {
				return errLink
			}
			last += "/"
		}
		var errno int
		target, errno = readlinkAt(w.dir(), last)
		return asError(errno)
	})
	return target, err
}

// following calls f with the last element, links of which are followed.
func (r *Root) following(op, name string, f func(dir int, last string) int) error {
	return r.at(op, name, func(w *walk, last string) error {
		if w.isLink(last) {
			return errLink
		}
		return asError(f(w.dir(), last))
	})
}

func (r *Root) Chmod(name string, mode FileMode) error {
	return r.following("chmodat", name, func(dir int, last string) int {
		return atOp(opChmodAt, dir, last, int64(systemMode(mode)), 0)
	})
}

func (r *Root) Chown(name string, uid, gid int) error {
	return r.following("chownat", name, func(dir int, last string) int {
		return atOp(opChownAt, dir, last, int64(uid), int64(gid))
	})
}

// Lchown does not follow a link that the name is.
func (r *Root) Lchown(name string, uid, gid int) error {
	return r.at("lchownat", name, func(w *walk, last string) error {
		return asError(atOp(opChownAt, w.dir(), last, int64(uid), int64(gid)))
	})
}

// Chtimes sets when a file was used and changed. A zero time leaves what there is.
func (r *Root) Chtimes(name string, atime time.Time, mtime time.Time) error {
	return r.following("chtimesat", name, func(dir int, last string) int {
		return timesAt(dir, last, atime.UnixNano(), mtime.UnixNano(), !atime.IsZero(), !mtime.IsZero())
	})
}

func (r *Root) Mkdir(name string, perm FileMode) error {
	if perm&0777 != perm {
		return &PathError{Op: "mkdirat", Path: name, Err: errMode}
	}
	return r.at("mkdirat", name, func(w *walk, last string) error {
		return asError(atOp(opMkdirAt, w.dir(), last, int64(systemMode(perm)), 0))
	})
}

// MkdirAll makes a directory with those above it.
func (r *Root) MkdirAll(name string, perm FileMode) error {
	if perm&0777 != perm {
		return &PathError{Op: "mkdirat", Path: name, Err: errMode}
	}
	for i := 1; i <= len(name); i++ {
		if i < len(name) && (name[i] != '/' || name[i-1] == '/') {
			continue
		}
		info, err := r.Stat(name[:i])
		if err == nil && info.IsDir() {
			continue
		}
		if err == nil && i < len(name) {
			return &PathError{Op: "openat", Path: name[:i], Err: syscall.ENOTDIR}
		}
		if err == nil {
			return &PathError{Op: "mkdirat", Path: name, Err: syscall.EEXIST}
		}
		err = r.Mkdir(name[:i], perm)
		if IsExist(err) { // it is a link that leads nowhere, or has been made meanwhile
			_, err = r.Stat(name[:i])
		}
		if err != nil {
			return &PathError{Op: "mkdirat", Path: name, Err: err.(*PathError).Err}
		}
	}
	return nil
}

// remove removes a file or an empty directory.
func (w *walk) remove(last string) error {
	if last == "." {
		return syscall.EINVAL
	}
	fileErrno := int(syscall.ENOTDIR)
	if !w.slash {
		if fileErrno = atOp(opUnlinkAt, w.dir(), last, 0, 0); fileErrno == 0 {
			return nil
		}
	}
	errno := atOp(opRmdirAt, w.dir(), last, 0, 0)
	if errno == int(syscall.ENOTDIR) {
		errno = fileErrno
	}
	return asError(errno)
}

func (r *Root) Remove(name string) error {
	return r.at("removeat", name, func(w *walk, last string) error { return w.remove(last) })
}

// RemoveAll removes a name and all below it; that there is none is no error. Links are removed, not followed.
func (r *Root) RemoveAll(name string) error {
	for end := len(name); end > 1 && name[end-1] == '/'; end-- {
		name = name[:end-1]
	}
	if name == "." {
		return &PathError{Op: "RemoveAll", Path: name, Err: syscall.EINVAL}
	}
	err := r.in(name, func(w *walk, last string) error { return w.removeAll(last) })
	if err != nil && err != syscall.ENOENT {
		return &PathError{Op: "RemoveAll", Path: name, Err: err}
	}
	return nil
}

func (w *walk) removeAll(last string) error {
	err := w.remove(last)
	if err == nil || err == syscall.ENOENT || last == "." {
		return err
	}
	fd, errno := openAt(w.dir(), last, syscall.O_RDONLY|syscall.O_DIRECTORY, 0)
	if errno != 0 {
		return err
	}
	w.dirs = append(w.dirs, fd)
	defer w.up()
	names, _, errno := readDirNames(fd)
	if errno != 0 {
		return asError(errno)
	}
	for _, name := range names {
		if err := w.removeAll(name); err != nil && err != syscall.ENOENT {
			return err
		}
	}
	return asError(atOp(opRmdirAt, w.dirs[len(w.dirs)-2], last, 0, 0))
}

// both calls an operation with two names in the Root.
func (r *Root) both(op int, name, oldname, newname string) error {
	err := r.in(oldname, func(w *walk, last string) error {
		from, fromSlash := w.dir(), w.slash
		return r.in(newname, func(w *walk, newLast string) error {
			if fromSlash {
				last += "/"
			}
			return asError(atOp2(op, from, last, w.dir(), newLast))
		})
	})
	if err != nil {
		return &LinkError{name, oldname, newname, err}
	}
	return nil
}

// Rename replaces newname; neither is followed if it is a link.
func (r *Root) Rename(oldname, newname string) error {
	return r.both(opRenameAt, "renameat", oldname, newname)
}

// Link makes newname another name of a file; a link is not followed.
func (r *Root) Link(oldname, newname string) error {
	return r.both(opLinkAt, "linkat", oldname, newname)
}

// Symlink makes a link that says oldname, wherever that leads.
func (r *Root) Symlink(oldname, newname string) error {
	err := r.in(newname, func(w *walk, last string) error {
		return asError(atOp2(opSymlinkAt, w.dir(), oldname, w.dir(), last))
	})
	if err != nil {
		return &LinkError{"symlinkat", oldname, newname, err}
	}
	return nil
}

// rootFS is a Root as a tree of files.
type rootFS struct{ root *Root }

// FS returns the tree of files of the Root.
func (r *Root) FS() fs.FS { return rootFS{r} }

func valid(op, name string) error {
	if !fs.ValidPath(name) {
		return &PathError{Op: op, Path: name, Err: ErrInvalid}
	}
	return nil
}

func (t rootFS) Open(name string) (fs.File, error) {
	if err := valid("open", name); err != nil {
		return nil, err
	}
	f, err := t.root.Open(name)
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (t rootFS) ReadDir(name string) ([]DirEntry, error) {
	if err := valid("readdir", name); err != nil {
		return nil, err
	}
	f, err := t.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.ReadDir(-1)
}

func (t rootFS) ReadFile(name string) ([]byte, error) {
	if err := valid("readfile", name); err != nil {
		return nil, err
	}
	return t.root.ReadFile(name)
}

func (t rootFS) Stat(name string) (FileInfo, error) {
	if err := valid("stat", name); err != nil {
		return nil, err
	}
	return t.root.Stat(name)
}

func (t rootFS) Lstat(name string) (FileInfo, error) {
	if err := valid("lstat", name); err != nil {
		return nil, err
	}
	return t.root.Lstat(name)
}

func (t rootFS) ReadLink(name string) (string, error) {
	if err := valid("readlink", name); err != nil {
		return "", err
	}
	return t.root.Readlink(name)
}
