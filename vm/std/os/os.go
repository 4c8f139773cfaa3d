// Package os reaches the operating system: arguments, environment, files.
//
// What the host of an instance has not granted fails with "operation not permitted": without files only Stdin can be read, and Stdout and Stderr written.
package os

import (
	"errors"
	"internal/syscall"
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
	ErrInvalid                = fs.ErrInvalid
	ErrPermission             = fs.ErrPermission
	ErrExist                  = fs.ErrExist
	ErrNotExist               = fs.ErrNotExist
	ErrClosed                 = fs.ErrClosed
	ErrProcessDone            = errors.New("os: process already finished")
	ErrNoDeadline             = errors.New("file type does not support deadline")
	ErrDeadlineExceeded error = &timeoutError{}
	ErrNoHandle               = errors.New("os: process handle unavailable")
)

type timeoutError struct{}

func (e *timeoutError) Error() string   { return "i/o timeout" }
func (e *timeoutError) Timeout() bool   { return true }
func (e *timeoutError) Temporary() bool { return true }

type (
	PathError = fs.PathError
	FileMode  = fs.FileMode
	FileInfo  = fs.FileInfo
	DirEntry  = fs.DirEntry
)

const (
	ModeDir        = fs.ModeDir
	ModeAppend     = fs.ModeAppend
	ModeExclusive  = fs.ModeExclusive
	ModeTemporary  = fs.ModeTemporary
	ModeSymlink    = fs.ModeSymlink
	ModeDevice     = fs.ModeDevice
	ModeNamedPipe  = fs.ModeNamedPipe
	ModeSocket     = fs.ModeSocket
	ModeSetuid     = fs.ModeSetuid
	ModeSetgid     = fs.ModeSetgid
	ModeCharDevice = fs.ModeCharDevice
	ModeSticky     = fs.ModeSticky
	ModeIrregular  = fs.ModeIrregular
	ModeType       = fs.ModeType
	ModePerm       = fs.ModePerm
)

// SyscallError adds the name of a system call to its error.
type SyscallError struct {
	Syscall string
	Err     error
}

func (e *SyscallError) Error() string { return e.Syscall + ": " + e.Err.Error() }
func (e *SyscallError) Unwrap() error { return e.Err }

// Timeout reports whether the error says that a time has run out.
func (e *SyscallError) Timeout() bool { return isTimeout(e.Err) }

// NewSyscallError returns err with the name of a system call; of nil, nil.
func NewSyscallError(syscall string, err error) error {
	if err == nil {
		return nil
	}
	return &SyscallError{syscall, err}
}

func IsExist(err error) bool      { return isKind(err, ErrExist) }
func IsNotExist(err error) bool   { return isKind(err, ErrNotExist) }
func IsPermission(err error) bool { return isKind(err, ErrPermission) }

// IsTimeout reports whether an error says that a time has run out.
func IsTimeout(err error) bool { return isTimeout(underlying(err)) }

func isTimeout(err error) bool {
	e, ok := err.(interface{ Timeout() bool })
	return ok && e.Timeout()
}

func underlying(err error) error {
	switch e := err.(type) {
	case *PathError:
		return e.Err
	case *LinkError:
		return e.Err
	case *SyscallError:
		return e.Err
	}
	return err
}

func isKind(err, target error) bool {
	err = underlying(err)
	if e, ok := err.(syscall.Errno); ok {
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
		return &SyscallError{"setenv", syscall.Errno(e)}
	}
	return nil
}

func Unsetenv(key string) error {
	if e := unsetenv(key); e != 0 {
		return &SyscallError{"unsetenv", syscall.Errno(e)}
	}
	return nil
}

// Getpagesize returns the size of a page of the system's memory.
func Getpagesize() int { return 4096 }

// IsPathSeparator reports whether c parts the elements of a path.
func IsPathSeparator(c uint8) bool { return c == PathSeparator }
