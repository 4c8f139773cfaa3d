package os

import (
	"errors"
	"internal/itoa"
	"internal/syscall"
	"time"
)

// Signal is a signal of the system: a syscall.Signal.
type Signal interface {
	String() string
	Signal()
}

var (
	Interrupt Signal = syscall.SIGINT
	Kill      Signal = syscall.SIGKILL
)

func processID(which int) int
func groups() ([]int, int)
func executable() (string, int)
func hostname() (string, int)
func kill(pid, signal int) int
func startProcess(path string, argv, env []string, dir string, files []int, flags, group int) (pid, errno int)
func waitProcess(pid int, usage *syscall.Rusage) (status, errno int)

// Getpid and its like return -1 if the host does not tell.
func Getpid() int  { return processID(0) }
func Getppid() int { return processID(1) }
func Getuid() int  { return processID(2) }
func Geteuid() int { return processID(3) }
func Getgid() int  { return processID(4) }
func Getegid() int { return processID(5) }

func systemError(name string, errno int) error {
	if errno == 0 {
		return nil
	}
	return &SyscallError{name, syscall.Errno(errno)}
}

// Getgroups returns the groups of the process.
func Getgroups() ([]int, error) {
	ids, errno := groups()
	return ids, systemError("getgroups", errno)
}

// Executable returns the path of the program that runs, which is Vole or its host.
func Executable() (string, error) {
	path, errno := executable()
	return path, systemError("readlink", errno)
}

func Hostname() (string, error) {
	s, errno := hostname()
	return s, systemError("uname", errno)
}

// ProcAttr says how a process is to be started.
type ProcAttr struct {
	Dir   string   // its working directory
	Env   []string // its environment; nil: that of this process
	Files []*File  // its files, from its standard input on; nil: closed
	Sys   *syscall.SysProcAttr
}

// Process is a process that was started or found.
type Process struct {
	Pid  int
	done bool // it was waited for, or released
}

// StartProcess starts a program.
func StartProcess(name string, argv []string, attr *ProcAttr) (*Process, error) {
	env, dir, flags, group := Environ(), "", 0, 0
	var files []int
	if attr != nil {
		dir = attr.Dir
		if attr.Env != nil {
			env = attr.Env
		}
		for _, f := range attr.Files {
			fd := -1
			if f != nil {
				fd = f.fd
			}
			files = append(files, fd)
		}
		if sys := attr.Sys; sys != nil {
			if syscall.Unsupported(sys) {
				return nil, &PathError{Op: "fork/exec", Path: name, Err: syscall.ENOTSUP}
			}
			if sys.PidFD != nil {
				*sys.PidFD = -1
			}
			if sys.Setsid {
				flags |= 1
			}
			if sys.Setpgid {
				flags |= 2
			}
			group = sys.Pgid
		}
	}
	if dir != "" {
		// A folder that is not there is reported before the program is looked for.
		if _, err := Stat(dir); err != nil {
			err.(*PathError).Op = "chdir"
			return nil, err
		}
	}
	pid, errno := startProcess(name, argv, env, dir, files, flags, group)
	if errno != 0 {
		return nil, &PathError{Op: "fork/exec", Path: name, Err: syscall.Errno(errno)}
	}
	return &Process{Pid: pid}, nil
}

// FindProcess returns the process of a number, whether or not there is one.
func FindProcess(pid int) (*Process, error) { return &Process{Pid: pid}, nil }

// Kill ends the process.
func (p *Process) Kill() error { return p.Signal(Kill) }

// Release gives up what the process needs of this one.
func (p *Process) Release() error {
	p.done = true
	return nil
}

// Signal sends a signal to the process.
func (p *Process) Signal(sig Signal) error {
	if p.Pid == -1 {
		return errors.New("os: process already released")
	}
	if p.Pid == 0 {
		return errors.New("os: process not initialized")
	}
	if p.done {
		return ErrProcessDone
	}
	s, ok := sig.(syscall.Signal)
	if !ok {
		return errors.New("os: unsupported signal type")
	}
	switch errno := kill(p.Pid, int(s)); syscall.Errno(errno) {
	case 0:
		return nil
	case syscall.ESRCH:
		return ErrProcessDone
	default:
		return syscall.Errno(errno)
	}
}

// Wait waits until the process has ended.
func (p *Process) Wait() (*ProcessState, error) {
	if p == nil || p.Pid == 0 || p.Pid == -1 {
		return nil, syscall.EINVAL
	}
	if p.done {
		return nil, systemError("wait", int(syscall.ECHILD))
	}
	state := &ProcessState{pid: p.Pid}
	status, errno := waitProcess(p.Pid, &state.usage)
	if errno != 0 {
		return nil, systemError("wait", errno)
	}
	p.done = true
	state.status = syscall.WaitStatus(status)
	return state, nil
}

// WithHandle calls f with a handle of the process, if there are handles.
func (p *Process) WithHandle(f func(handle uintptr)) error { return ErrNoHandle }

// ProcessState is how a process has ended.
type ProcessState struct {
	pid    int
	status syscall.WaitStatus
	usage  syscall.Rusage
}

func (p *ProcessState) Pid() int      { return p.pid }
func (p *ProcessState) Exited() bool  { return p.status.Exited() }
func (p *ProcessState) Success() bool { return p.status.ExitStatus() == 0 }
func (p *ProcessState) Sys() any      { return p.status }
func (p *ProcessState) SysUsage() any { return &p.usage }
func (p *ProcessState) UserTime() time.Duration {
	return time.Duration(p.usage.Utime.Nano())
}
func (p *ProcessState) SystemTime() time.Duration {
	return time.Duration(p.usage.Stime.Nano())
}

// ExitCode returns the status, -1 if the process did not exit.
func (p *ProcessState) ExitCode() int {
	if p == nil {
		return -1
	}
	return p.status.ExitStatus()
}

func (p *ProcessState) String() string {
	if p == nil {
		return "<nil>"
	}
	text := ""
	switch status := p.status; {
	case status.Exited():
		text = "exit status " + itoa.Itoa(status.ExitStatus())
	case status.Signaled():
		text = "signal: " + status.Signal().String()
	case status.Stopped():
		text = "stop signal: " + status.StopSignal().String()
	case status.Continued():
		text = "continued"
	}
	if p.status.CoreDump() {
		text += " (core dumped)"
	}
	return text
}

func TempDir() string {
	if dir := Getenv("TMPDIR"); dir != "" {
		return dir
	}
	return "/tmp"
}

// userDir returns the folder that a variable names, or one below the home folder.
func userDir(variable, below string) (string, error) {
	if dir := Getenv(variable); dir != "" {
		if dir[0] != '/' {
			return "", errors.New("path in $" + variable + " is relative")
		}
		return dir, nil
	}
	if home := Getenv("HOME"); home != "" {
		return home + below, nil
	}
	return "", errors.New("neither $" + variable + " nor $HOME are defined")
}

func UserCacheDir() (string, error)  { return userDir("XDG_CACHE_HOME", "/.cache") }
func UserConfigDir() (string, error) { return userDir("XDG_CONFIG_HOME", "/.config") }

func UserHomeDir() (string, error) {
	if s := Getenv("HOME"); s != "" {
		return s, nil
	}
	return "", errors.New("$HOME is not defined")
}
