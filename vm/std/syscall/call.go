package syscall

import "unsafe"

// Syscall makes a call of the system. Others run meanwhile. What arguments point to is kept until it returns. Without
// every grant it fails with EPERM.
func Syscall(trap, a1, a2, a3 uintptr) (r1, r2 uintptr, err Errno)

// Syscall6 is Syscall with more arguments.
func Syscall6(trap, a1, a2, a3, a4, a5, a6 uintptr) (r1, r2 uintptr, err Errno)

// RawSyscall is for calls that do not wait: others may not run meanwhile.
func RawSyscall(trap, a1, a2, a3 uintptr) (r1, r2 uintptr, err Errno)

// RawSyscall6 is RawSyscall with more arguments.
func RawSyscall6(trap, a1, a2, a3, a4, a5, a6 uintptr) (r1, r2 uintptr, err Errno)

func rawSyscallNoError(trap, a1, a2, a3 uintptr) (r1, r2 uintptr) {
	r1, r2, _ = RawSyscall(trap, a1, a2, a3)
	return r1, r2
}

func gettimeofday(tv *Timeval) (err Errno) {
	_, _, err = RawSyscall(SYS_GETTIMEOFDAY, uintptr(unsafe.Pointer(tv)), 0, 0)
	return err
}

// allThreads changes by the C library as whom all threads of the process run. ENOTSUP: it knows no such call.
func allThreads(trap, a1, a2, a3 uintptr) (err Errno)

// AllThreadsSyscall works for the calls that set users and groups; for others it fails with ENOTSUP.
func AllThreadsSyscall(trap, a1, a2, a3 uintptr) (r1, r2 uintptr, err Errno) {
	if err = allThreads(trap, a1, a2, a3); err != 0 {
		r1 = ^uintptr(0)
	}
	return r1, 0, err
}

// AllThreadsSyscall6 fails with ENOTSUP.
func AllThreadsSyscall6(trap, a1, a2, a3, a4, a5, a6 uintptr) (r1, r2 uintptr, err Errno) {
	return ^uintptr(0), 0, ENOTSUP
}

// What Go's files declare and Vole has no use for.

func runtime_entersyscall() {}
func runtime_exitsyscall()  {}

func runtime_doAllThreadsSyscall(trap, a1, a2, a3, a4, a5, a6 uintptr) (r1, r2, err uintptr) {
	return 0, 0, uintptr(ENOTSUP)
}

func cgocaller(unsafe.Pointer, ...uintptr) uintptr { return uintptr(ENOTSUP) }

func rawVforkSyscall(trap, a1 uintptr) (r1 uintptr, err Errno) { return 0, ENOSYS }

// Getpagesize returns the size of a page of the system's memory.
func Getpagesize() int { return 4096 }
