package syscall

import (
	base "internal/syscall"
	"sync"
	"unsafe"
)

// Environ and its like are those of package os.
func Environ() []string
func Getenv(key string) (value string, found bool)
func Exit(code int)
func setenv(key, value string) int
func unsetenv(key string) int
func Clearenv()
func kill(pid, signal int) int
func processID(which int) int

func Setenv(key, value string) error { return errnoError(setenv(key, value)) }
func Unsetenv(key string) error      { return errnoError(unsetenv(key)) }
func Kill(pid int, sig Signal) error { return errnoError(kill(pid, int(sig))) }
func Getpid() int                    { return processID(0) }
func Getppid() int                   { return processID(1) }
func Getuid() int                    { return processID(2) }
func Geteuid() int                   { return processID(3) }
func Getgid() int                    { return processID(4) }
func Getegid() int                   { return processID(5) }

func startProcess(path string, argv, env []string, dir string, files []int, flags, group int) (pid, errno int)

// ForkLock is held by who makes a descriptor and sets that processes do not inherit it in two steps.
var ForkLock sync.RWMutex

// ProcAttr says how a process is to be started.
type ProcAttr struct {
	Dir   string    // its working directory
	Env   []string  // its environment; nil: none
	Files []uintptr // its descriptors, from its standard input on
	Sys   *SysProcAttr
}

// ForkExec starts a program and returns the number of its process.
func ForkExec(argv0 string, argv []string, attr *ProcAttr) (pid int, err error) {
	if attr == nil {
		attr = new(ProcAttr)
	}
	flags, group := 0, 0
	if sys := attr.Sys; sys != nil {
		if base.Unsupported(sys) {
			return 0, ENOTSUP
		}
		if sys.Setsid {
			flags |= 1
		}
		if sys.Setpgid {
			flags |= 2
		}
		group = sys.Pgid
		if sys.PidFD != nil {
			*sys.PidFD = -1
		}
	}
	files := make([]int, len(attr.Files))
	for i, fd := range attr.Files {
		files[i] = int(int32(fd))
	}
	ForkLock.Lock()
	defer ForkLock.Unlock()
	pid, errno := startProcess(argv0, argv, attr.Env, attr.Dir, files, flags, group)
	if errno != 0 {
		return 0, Errno(errno)
	}
	return pid, nil
}

// StartProcess is ForkExec for package os of Go, which wants a handle: 0.
func StartProcess(argv0 string, argv []string, attr *ProcAttr) (pid int, handle uintptr, err error) {
	pid, err = ForkExec(argv0, argv, attr)
	return pid, 0, err
}

// Exec replaces the program of this process. In a host that is the host.
func Exec(argv0 string, argv []string, envv []string) (err error) {
	path, err := BytePtrFromString(argv0)
	if err != nil {
		return err
	}
	arguments, err := SlicePtrFromStrings(argv)
	if err != nil {
		return err
	}
	environment, err := SlicePtrFromStrings(envv)
	if err != nil {
		return err
	}
	_, _, errno := RawSyscall(SYS_EXECVE, uintptr(unsafe.Pointer(path)),
		uintptr(unsafe.Pointer(&arguments[0])), uintptr(unsafe.Pointer(&environment[0])))
	return errno
}

// SlicePtrFromStrings makes an array of C strings with a nil at its end.
func SlicePtrFromStrings(ss []string) ([]*byte, error) {
	made := make([]*byte, len(ss)+1)
	for i, s := range ss {
		text, err := BytePtrFromString(s)
		if err != nil {
			return nil, err
		}
		made[i] = text
	}
	return made, nil
}

// StringSlicePtr is SlicePtrFromStrings that panics if a string holds a 0.
func StringSlicePtr(ss []string) []*byte {
	made, err := SlicePtrFromStrings(ss)
	if err != nil {
		panic("syscall: string with NUL passed to StringSlicePtr")
	}
	return made
}

// CloseOnExec lets no process that is started have a descriptor.
func CloseOnExec(fd int) { fcntl(fd, F_SETFD, FD_CLOEXEC) }

// SetNonblock sets whether reads and writes of a descriptor fail with EAGAIN where they would wait.
func SetNonblock(fd int, nonblocking bool) (err error) {
	flags, err := fcntl(fd, F_GETFL, 0)
	if err != nil {
		return err
	}
	flags &^= O_NONBLOCK
	if nonblocking {
		flags |= O_NONBLOCK
	}
	_, err = fcntl(fd, F_SETFL, flags)
	return err
}
