// Package syscall, of this path, is what package os needs of the package syscall that programs import: types,
// which that one has as aliases, and a few numbers. So a program that only prints does not read all of that.
//
// What the host of an instance has not granted fails with EPERM.
package syscall

import (
	"errors"
	"internal/itoa"
	"internal/oserror"
)

// Errno is an error number of the system.
type Errno uintptr

func (e Errno) Error() string { return errnoText(int(e)) }

func errnoText(n int) string

// Is reports whether e is of a kind that package os has an error for.
func (e Errno) Is(target error) bool {
	switch target {
	case oserror.ErrPermission:
		return e == EACCES || e == EPERM
	case oserror.ErrExist:
		return e == EEXIST || e == ENOTEMPTY
	case oserror.ErrNotExist:
		return e == ENOENT
	case errors.ErrUnsupported:
		return e == ENOSYS || e == ENOTSUP
	}
	return false
}

// Temporary reports whether trying again may help.
func (e Errno) Temporary() bool {
	return e == EINTR || e == EMFILE || e == ENFILE || e.Timeout()
}

// Timeout reports whether a time has run out.
func (e Errno) Timeout() bool { return e == EAGAIN || e == EWOULDBLOCK || e == ETIMEDOUT }

// Signal is a number by which the system interrupts a process.
type Signal int

func (s Signal) Signal() {}

func (s Signal) String() string {
	if text := signalText(int(s)); text != "" {
		return text
	}
	return "signal " + itoa.Itoa(int(s))
}

func signalText(n int) string
