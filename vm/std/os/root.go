package os

import (
	"errors"
	"sync"
	"syscall"
)

func openAt(dir int, name string, flag int, perm uint32) (fd, errno int)
func atOp(op, dir int, name string, x, y int64) int
func atOp2(op, dir int, name string, dir2 int, name2 string) int
func timesAt(dir int, name string, access, modified int64, setAccess, setModified bool) int
func statAt(dir int, name string, out *syscall.Stat_t) int
func readlinkAt(dir int, name string) (target string, errno int)

const (
	opUnlinkAt = iota
	opRmdirAt
	opMkdirAt
	opChmodAt
	opChownAt
)

const (
	opRenameAt = iota
	opLinkAt
	opSymlinkAt
)

var (
	errEmpty   = errors.New("empty path")
	errEscapes = errors.New("path escapes from parent")
	errMode    = errors.New("unsupported file mode")
)

// Root is a directory, and what is below it. No name leads out of it: neither by .. nor by symbolic links. Names are
// followed element by element from a directory that is open, so that what others move or link meanwhile opens no way.
type Root struct {
	name string

	mu     sync.Mutex
	fd     int  // -1 once nothing uses it after Close; guarded by mu
	users  int  // operations that are on; guarded by mu
	closed bool // guarded by mu
}

// OpenRoot opens a directory as a Root. Links in its own name are followed.
func OpenRoot(name string) (*Root, error) {
	fd, errno := openFile(name, syscall.O_RDONLY|syscall.O_DIRECTORY, 0)
	if errno != 0 {
		return nil, &PathError{Op: "open", Path: name, Err: syscall.Errno(errno)}
	}
	return &Root{name: name, fd: fd}, nil
}

// OpenInRoot opens a file below a directory.
func OpenInRoot(dir, name string) (*File, error) {
	r, err := OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return r.Open(name)
}

// Name returns the name that the Root was opened by.
func (r *Root) Name() string { return r.name }

// Close ends the use of the Root, once the operations that are on have ended. Files that were opened stay open.
func (r *Root) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	r.release()
	return nil
}

// release closes the directory if nothing needs it any more.
func (r *Root) release() {
	if r.closed && r.users == 0 && r.fd >= 0 {
		closeFile(r.fd)
		r.fd = -1
	}
}

func (r *Root) begin() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return ErrClosed
	}
	r.users++
	return nil
}

func (r *Root) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.users--
	r.release()
}

const (
	mostLinks = 255 // symbolic links that a name may lead through
	pathOnly  = 0x200000
)

// walk is a name that is being followed: the directories on the way, of which the first is the Root's.
type walk struct {
	dirs  []int
	parts []string // what is left of the name
	links int
	slash bool // the name asks for a directory by its end
}

// split parts a name into its elements.
func (w *walk) split(name string) error {
	if name == "" {
		return errEmpty
	}
	if name[0] == '/' {
		return errEscapes
	}
	var parts []string
	for start, i := 0, 0; i <= len(name); i++ {
		if i == len(name) || name[i] == '/' {
			if part := name[start:i]; part != "" && part != "." {
				parts = append(parts, part)
			}
			start = i + 1
		}
	}
	last := name[len(name)-1]
	if len(w.parts) == 0 {
		w.slash = w.slash || last == '/' || last == '.' && (len(name) == 1 || name[len(name)-2] == '/')
	}
	w.parts = append(parts, w.parts...)
	return nil
}

// dir is the directory that the walk has come to.
func (w *walk) dir() int { return w.dirs[len(w.dirs)-1] }

// up goes back to the directory that the walk came from.
func (w *walk) up() error {
	if len(w.dirs) == 1 {
		return errEscapes
	}
	closeFile(w.dir())
	w.dirs = w.dirs[:len(w.dirs)-1]
	return nil
}

// follow reads a symbolic link, if name is one, and puts what it says before what is left.
func (w *walk) follow(name string) (isLink bool, err error) {
	target, errno := readlinkAt(w.dir(), name)
	if errno != 0 {
		return false, nil
	}
	if w.links++; w.links > mostLinks {
		return true, syscall.ELOOP
	}
	return true, w.split(target)
}

// down goes into a directory, or follows a link of that name.
func (w *walk) down(name string) error {
	fd, errno := openAt(w.dir(), name, syscall.O_DIRECTORY|pathOnly, 0)
	if errno == 0 {
		w.dirs = append(w.dirs, fd)
		return nil
	}
	if e := syscall.Errno(errno); e == syscall.ELOOP || e == syscall.ENOTDIR {
		if isLink, err := w.follow(name); isLink {
			return err
		}
	}
	return syscall.Errno(errno)
}

// toLast walks to the directory of the last element and returns that. It is "." if it is the directory itself.
func (w *walk) toLast() (name string, err error) {
	for len(w.parts) > 0 {
		part := w.parts[0]
		if len(w.parts) == 1 && part != ".." {
			return part, nil
		}
		w.parts = w.parts[1:]
		if part == ".." {
			err = w.up()
		} else {
			err = w.down(part)
		}
		if err != nil {
			return "", err
		}
	}
	return ".", nil
}

// errLink says that the last element is a symbolic link, to be followed.
var errLink = errors.New("symbolic link")

// in calls f with a directory and a name in it that stand for a name in the Root. If f returns errLink, the link is
// followed and f called again.
func (r *Root) in(name string, f func(w *walk, name string) error) error {
	if err := r.begin(); err != nil {
		return err
	}
	defer r.end()
	w := &walk{dirs: []int{r.fd}}
	defer func() {
		for _, dir := range w.dirs[1:] {
			closeFile(dir)
		}
	}()
	if err := w.split(name); err != nil {
		return err
	}
	for {
		last, err := w.toLast()
		if err != nil {
			return err
		}
		if err = f(w, last); err != errLink {
			return err
		}
		w.parts = nil
		if isLink, err := w.follow(last); err != nil {
			return err
		} else if !isLink {
			return syscall.ENOENT // it has been removed
		}
	}
}

// at is in for an operation that follows links of the last element; its errors are PathErrors.
func (r *Root) at(op, name string, f func(w *walk, name string) error) error {
	if err := r.in(name, f); err != nil {
		return &PathError{Op: op, Path: name, Err: err}
	}
	return nil
}

// isLink reports whether the last element is a symbolic link.
func (w *walk) isLink(name string) bool {
	var stat syscall.Stat_t
	return statAt(w.dir(), name, &stat) == 0 && stat.Mode&syscall.S_IFMT == syscall.S_IFLNK
}

// asError returns an error number as an error.
func asError(errno int) error {
	if errno == 0 {
		return nil
	}
	return syscall.Errno(errno)
}
