// Package os reaches the operating system: arguments, environment, files.
//
// What the host of an instance has not granted fails with "operation not permitted": without files only Stdin can be read, and Stdout and Stderr written.
package os

import (
	"errors"
	"io"
	"io/fs"
)

// Args are the program's name and arguments.
var Args = runtimeArgs()

// The standard streams.
var (
	Stdin  = &File{fd: 0, name: "/dev/stdin", std: true}
	Stdout = &File{fd: 1, name: "/dev/stdout", std: true}
	Stderr = &File{fd: 2, name: "/dev/stderr", std: true}
)

// Flags of OpenFile.
const (
	O_RDONLY = 0x0
	O_WRONLY = 0x1
	O_RDWR   = 0x2
	O_APPEND = 0x400
	O_CREATE = 0x40
	O_EXCL   = 0x80
	O_SYNC   = 0x101000
	O_TRUNC  = 0x200
)

const (
	PathSeparator     = '/'
	PathListSeparator = ':'
	DevNull           = "/dev/null"
	SEEK_SET          = 0
	SEEK_CUR          = 1
	SEEK_END          = 2
)

var (
	ErrInvalid          = fs.ErrInvalid
	ErrPermission       = fs.ErrPermission
	ErrExist            = fs.ErrExist
	ErrNotExist         = fs.ErrNotExist
	ErrClosed           = fs.ErrClosed
	ErrProcessDone      = errors.New("os: process already finished")
	ErrNoDeadline       = errors.New("file type does not support deadline")
	ErrDeadlineExceeded = errors.New("i/o timeout")
)

type (
	PathError = fs.PathError
	FileMode  = fs.FileMode
	FileInfo  = fs.FileInfo
	DirEntry  = fs.DirEntry
)

const (
	ModeDir     = fs.ModeDir
	ModeAppend  = fs.ModeAppend
	ModeSymlink = fs.ModeSymlink
	ModePerm    = fs.ModePerm
)

// SyscallError adds the name of a system call to its error.
type SyscallError struct {
	Syscall string
	Err     error
}

func (e *SyscallError) Error() string { return e.Syscall + ": " + e.Err.Error() }
func (e *SyscallError) Unwrap() error { return e.Err }

// Errno is an error number of the system.
type Errno uintptr

func (e Errno) Error() string { return errnoText(int(e)) }

func (e Errno) Is(target error) bool {
	switch target {
	case ErrPermission:
		return e == 1 || e == 13
	case ErrExist:
		return e == 17 || e == 39
	case ErrNotExist:
		return e == 2
	}
	return false
}

func errnoError(n int) error {
	if n == 0 {
		return nil
	}
	return Errno(n)
}

func IsExist(err error) bool      { return isKind(err, ErrExist) }
func IsNotExist(err error) bool   { return isKind(err, ErrNotExist) }
func IsPermission(err error) bool { return isKind(err, ErrPermission) }

func isKind(err, target error) bool {
	switch e := err.(type) {
	case *PathError:
		err = e.Err
	case *LinkError:
		err = e.Err
	case *SyscallError:
		err = e.Err
	}
	if e, ok := err.(Errno); ok {
		return e.Is(target)
	}
	return err == target
}

// LinkError is an error of an operation on two paths.
type LinkError struct {
	Op, Old, New string
	Err          error
}

func (e *LinkError) Error() string { return e.Op + " " + e.Old + " " + e.New + ": " + e.Err.Error() }
func (e *LinkError) Unwrap() error { return e.Err }

func runtimeArgs() []string

// Exit ends the program at once with a status; deferred functions are not run.
func Exit(code int)

func Getenv(key string) string {
	s, _ := LookupEnv(key)
	return s
}

func LookupEnv(key string) (string, bool)
func Environ() []string
func setenv(key, value string) int
func unsetenv(key string) int
func Clearenv()

func Setenv(key, value string) error {
	if e := setenv(key, value); e != 0 {
		return &SyscallError{"setenv", Errno(e)}
	}
	return nil
}

func Unsetenv(key string) error {
	if e := unsetenv(key); e != 0 {
		return &SyscallError{"unsetenv", Errno(e)}
	}
	return nil
}

// Expand replaces ${var} and $var in s by what mapping gives.
func Expand(s string, mapping func(string) string) string {
	var b []byte
	i := 0
	for j := 0; j < len(s); j++ {
		if s[j] != '$' || j+1 >= len(s) {
			continue
		}
		b = append(b, s[i:j]...)
		name, w := shellName(s[j+1:])
		if name == "" && w > 0 {
			// Bad syntax: the characters are eaten.
		} else if name == "" {
			b = append(b, s[j])
		} else {
			b = append(b, mapping(name)...)
		}
		j += w
		i = j + 1
	}
	if b == nil {
		return s
	}
	return string(b) + s[i:]
}

func ExpandEnv(s string) string { return Expand(s, Getenv) }

func isSpecial(c byte) bool {
	switch c {
	case '*', '#', '$', '@', '!', '?', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return true
	}
	return false
}

func isNameByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func shellName(s string) (string, int) {
	if s[0] == '{' {
		if len(s) > 2 && isSpecial(s[1]) && s[2] == '}' {
			return s[1:2], 3
		}
		for i := 1; i < len(s); i++ {
			if s[i] == '}' {
				if i == 1 {
					return "", 2
				}
				return s[1:i], i + 1
			}
		}
		return "", 1
	}
	if isSpecial(s[0]) {
		return s[:1], 1
	}
	i := 0
	for i < len(s) && isNameByte(s[i]) {
		i++
	}
	return s[:i], i
}

// File is an open file.
type File struct {
	fd     int
	name   string
	std    bool
	closed bool
	append bool
}

func NewFile(fd uintptr, name string) *File { return &File{fd: int(fd), name: name} }

func openFile(name string, flag int, perm uint32) (fd, errno int)
func readFile(fd int, b []byte) (n, errno int)
func writeFile(fd int, b []byte) (n, errno int)
func preadFile(fd int, b []byte, off int64) (n, errno int)
func pwriteFile(fd int, b []byte, off int64) (n, errno int)
func seekFile(fd int, offset int64, whence int) (pos int64, errno int)
func closeFile(fd int) int
func syncFile(fd int) int
func truncateFile(fd int, size int64) int
func pathOp(op int, a, b string, mode uint32) int
func statFile(path string, fd int, follow bool) (size int64, mode uint32, mtime int64, errno int)
func readDirNames(path string) (names []string, types []byte, errno int)
func getwd() (string, int)
func readlink(path string) (string, int)
func errnoText(n int) string
func getpid() int
func hostname() (string, int)

const (
	opRemove = iota
	opRmdir
	opMkdir
	opRename
	opChmod
	opChdir
	opSymlink
	opLink
)

func OpenFile(name string, flag int, perm FileMode) (*File, error) {
	fd, errno := openFile(name, flag, uint32(perm&ModePerm))
	if errno != 0 {
		return nil, &PathError{Op: "open", Path: name, Err: Errno(errno)}
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
	return &PathError{Op: op, Path: f.name, Err: Errno(errno)}
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

func (f *File) WriteString(s string) (n int, err error) { return f.Write([]byte(s)) }

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

func (f *File) WriteAt(b []byte, off int64) (n int, err error) {
	if err := f.check("write"); err != nil {
		return 0, err
	}
	if f.append {
		return 0, errors.New("os: invalid use of WriteAt on file opened with O_APPEND")
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
	return f.wrap("sync", syncFile(f.fd))
}

func (f *File) Truncate(size int64) error {
	if err := f.check("truncate"); err != nil {
		return err
	}
	return f.wrap("truncate", truncateFile(f.fd, size))
}

// ReadFile returns the whole contents of a file.
func ReadFile(name string) ([]byte, error) {
	f, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	size := 512
	if n, _, _, errno := statFile("", f.fd, true); errno == 0 && n > 0 {
		size = int(n) + 1
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
	_, err = f.Write(data)
	if closeErr := f.Close(); closeErr != nil && err == nil {
		err = closeErr
	}
	return err
}

func pathError(op, path string, errno int) error {
	if errno == 0 {
		return nil
	}
	return &PathError{Op: op, Path: path, Err: Errno(errno)}
}

func Remove(name string) error {
	e := pathOp(opRemove, name, "", 0)
	if e == 0 {
		return nil
	}
	e2 := pathOp(opRmdir, name, "", 0)
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
	names, _, errno := readDirNames(path)
	if errno != 0 {
		return pathError("open", path, errno)
	}
	for _, name := range names {
		if err := RemoveAll(path + "/" + name); err != nil {
			return err
		}
	}
	return Remove(path)
}

func Mkdir(name string, perm FileMode) error {
	return pathError("mkdir", name, pathOp(opMkdir, name, "", uint32(perm&ModePerm)))
}

// MkdirAll makes a directory with those above it.
func MkdirAll(path string, perm FileMode) error {
	if info, err := Stat(path); err == nil {
		if info.IsDir() {
			return nil
		}
		return &PathError{Op: "mkdir", Path: path, Err: Errno(20)}
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
	if e := pathOp(opRename, oldpath, newpath, 0); e != 0 {
		return &LinkError{"rename", oldpath, newpath, Errno(e)}
	}
	return nil
}

func Symlink(oldname, newname string) error {
	if e := pathOp(opSymlink, oldname, newname, 0); e != 0 {
		return &LinkError{"symlink", oldname, newname, Errno(e)}
	}
	return nil
}

func Link(oldname, newname string) error {
	if e := pathOp(opLink, oldname, newname, 0); e != 0 {
		return &LinkError{"link", oldname, newname, Errno(e)}
	}
	return nil
}

func Readlink(name string) (string, error) {
	s, e := readlink(name)
	return s, pathError("readlink", name, e)
}

func Chmod(name string, mode FileMode) error {
	return pathError("chmod", name, pathOp(opChmod, name, "", uint32(mode&ModePerm)))
}

func Chdir(dir string) error { return pathError("chdir", dir, pathOp(opChdir, dir, "", 0)) }

func Getwd() (string, error) {
	s, e := getwd()
	if e != 0 {
		return "", &SyscallError{"getwd", Errno(e)}
	}
	return s, nil
}

// Getpid returns -1 if the host does not tell.
func Getpid() int { return getpid() }

func Hostname() (string, error) {
	s, e := hostname()
	if e != 0 {
		return "", &SyscallError{"uname", Errno(e)}
	}
	return s, nil
}

func TempDir() string {
	if dir := Getenv("TMPDIR"); dir != "" {
		return dir
	}
	return "/tmp"
}

func UserHomeDir() (string, error) {
	if s := Getenv("HOME"); s != "" {
		return s, nil
	}
	return "", errors.New("$HOME is not defined")
}
