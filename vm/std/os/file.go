package os

import (
	"errors"
	"internal/syscall"
	"io"
	"time"
	"unsafe"
)

// File is an open file.
type File struct {
	fd     int
	name   string
	std    bool
	closed bool
	append bool
	dir    *directory // what ReadDir and its like have read, nil before
}

func NewFile(fd uintptr, name string) *File { return &File{fd: int(fd), name: name} }

func openFile(name string, flag int, perm uint32) (fd, errno int)
func readFile(fd int, b []byte) (n, errno int)
func writeFile(fd int, b []byte) (n, errno int)
func preadFile(fd int, b []byte, off int64) (n, errno int)
func pwriteFile(fd int, b []byte, off int64) (n, errno int)
func seekFile(fd int, offset int64, whence int) (pos int64, errno int)
func closeFile(fd int) int
func fileOp(op, fd int, x, y int64) int

const (
	opSync = iota
	opTruncateFile
	opChmodFile
	opChownFile
	opChdirFile
)

// systemMode returns the bits by which the system knows a mode.
func systemMode(mode FileMode) uint32 {
	bits := uint32(mode.Perm())
	if mode&ModeSetuid != 0 {
		bits |= syscall.S_ISUID
	}
	if mode&ModeSetgid != 0 {
		bits |= syscall.S_ISGID
	}
	if mode&ModeSticky != 0 {
		bits |= syscall.S_ISVTX
	}
	return bits
}

func OpenFile(name string, flag int, perm FileMode) (*File, error) {
	fd, errno := openFile(name, flag, systemMode(perm))
	if errno != 0 {
		return nil, &PathError{Op: "open", Path: name, Err: syscall.Errno(errno)}
	}
	return &File{fd: fd, name: name, append: flag&O_APPEND != 0}, nil
}

func Open(name string) (*File, error) { return OpenFile(name, O_RDONLY, 0) }
func Create(name string) (*File, error) {
	return OpenFile(name, O_RDWR|O_CREATE|O_TRUNC, 0666)
}

func (f *File) Name() string { return f.name }
func (f *File) Fd() uintptr  { return uintptr(f.fd) }

func (f *File) check(op string) error {
	if f == nil {
		return ErrInvalid
	}
	if f.closed {
		return &PathError{Op: op, Path: f.name, Err: ErrClosed}
	}
	return nil
}

func (f *File) wrap(op string, errno int) error {
	if errno == 0 {
		return nil
	}
	return &PathError{Op: op, Path: f.name, Err: syscall.Errno(errno)}
}

func (f *File) Read(b []byte) (n int, err error) {
	if err := f.check("read"); err != nil {
		return 0, err
	}
	n, errno := readFile(f.fd, b)
	if errno != 0 {
		return n, f.wrap("read", errno)
	}
	if n == 0 && len(b) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

func (f *File) ReadAt(b []byte, off int64) (n int, err error) {
	if err := f.check("read"); err != nil {
		return 0, err
	}
	if off < 0 {
		return 0, &PathError{Op: "readat", Path: f.name, Err: errors.New("negative offset")}
	}
	for len(b) > 0 {
		m, errno := preadFile(f.fd, b, off)
		if errno != 0 {
			return n, f.wrap("read", errno)
		}
		if m == 0 {
			return n, io.EOF
		}
		n += m
		b = b[m:]
		off += int64(m)
	}
	return n, nil
}

func (f *File) Write(b []byte) (n int, err error) {
	if err := f.check("write"); err != nil {
		return 0, err
	}
	n, errno := writeFile(f.fd, b)
	return n, f.wrap("write", errno)
}

func (f *File) WriteString(s string) (n int, err error) {
	return f.Write(unsafe.Slice(unsafe.StringData(s), len(s)))
}

// ReadFrom and WriteTo are for io.Copy.

type readsFrom interface {
	ReadFrom(r io.Reader) (n int64, err error)
}
type writesTo interface {
	WriteTo(w io.Writer) (n int64, err error)
}

// These have the methods of a File except one: it is there twice at one depth, so it is not found.
type fileWithoutReadFrom struct {
	readsFrom
	*File
}
type fileWithoutWriteTo struct {
	writesTo
	*File
}

func (f *File) ReadFrom(r io.Reader) (n int64, err error) {
	if err := f.check("write"); err != nil {
		return 0, err
	}
	return io.Copy(fileWithoutReadFrom{File: f}, r)
}

func (f *File) WriteTo(w io.Writer) (n int64, err error) {
	if err := f.check("read"); err != nil {
		return 0, err
	}
	return io.Copy(w, fileWithoutWriteTo{File: f})
}

var errWriteAtInAppendMode = errors.New("os: invalid use of WriteAt on file opened with O_APPEND")

func (f *File) WriteAt(b []byte, off int64) (n int, err error) {
	if err := f.check("write"); err != nil {
		return 0, err
	}
	if f.append {
		return 0, errWriteAtInAppendMode
	}
	if off < 0 {
		return 0, &PathError{Op: "writeat", Path: f.name, Err: errors.New("negative offset")}
	}
	for len(b) > 0 {
		m, errno := pwriteFile(f.fd, b, off)
		if errno != 0 {
			return n, f.wrap("write", errno)
		}
		n += m
		b = b[m:]
		off += int64(m)
	}
	return n, nil
}

func (f *File) Seek(offset int64, whence int) (int64, error) {
	if err := f.check("seek"); err != nil {
		return 0, err
	}
	pos, errno := seekFile(f.fd, offset, whence)
	if errno == 0 {
		f.dir = nil // what was read of a directory and not asked for yet
	}
	return pos, f.wrap("seek", errno)
}

func (f *File) Close() error {
	if f == nil {
		return ErrInvalid
	}
	if err := f.check("close"); err != nil {
		return err
	}
	f.closed = true
	return f.wrap("close", closeFile(f.fd))
}

func (f *File) Sync() error {
	if err := f.check("sync"); err != nil {
		return err
	}
	return f.wrap("sync", fileOp(opSync, f.fd, 0, 0))
}

func (f *File) Truncate(size int64) error {
	if err := f.check("truncate"); err != nil {
		return err
	}
	return f.wrap("truncate", fileOp(opTruncateFile, f.fd, size, 0))
}

// operate does what op says to an open file.
func (f *File) operate(name string, op int, x, y int64) error {
	if err := f.check(name); err != nil {
		return err
	}
	return f.wrap(name, fileOp(op, f.fd, x, y))
}

func (f *File) Chmod(mode FileMode) error {
	return f.operate("chmod", opChmodFile, int64(systemMode(mode)), 0)
}

func (f *File) Chown(uid, gid int) error {
	return f.operate("chown", opChownFile, int64(uid), int64(gid))
}

func (f *File) Chdir() error { return f.operate("chdir", opChdirFile, 0, 0) }

// Files that block cannot be given a deadline.
func (f *File) SetDeadline(t time.Time) error      { return f.noDeadline("set deadline") }
func (f *File) SetReadDeadline(t time.Time) error  { return f.noDeadline("set read deadline") }
func (f *File) SetWriteDeadline(t time.Time) error { return f.noDeadline("set write deadline") }

func (f *File) noDeadline(op string) error {
	if err := f.check(op); err != nil {
		return err
	}
	return &PathError{Op: "set deadline", Path: f.name, Err: ErrNoDeadline}
}

func pipe() (r, w, errno int)

// Pipe returns two files: what is written to the second can be read from the first.
func Pipe() (r, w *File, err error) {
	in, out, errno := pipe()
	if errno != 0 {
		return nil, nil, NewSyscallError("pipe2", syscall.Errno(errno))
	}
	return &File{fd: in, name: "|0"}, &File{fd: out, name: "|1"}, nil
}
