package syscall

// SysProcIDMap maps numbers of users or groups of a namespace to those outside.
type SysProcIDMap struct {
	ContainerID int
	HostID      int
	Size        int
}

// Credential is as whom a process is to run.
type Credential struct {
	Uid         uint32
	Gid         uint32
	Groups      []uint32
	NoSetGroups bool
}

// SysProcAttr says how a process is to be started. What Vole cannot do, Unsupported tells.
type SysProcAttr struct {
	Chroot                     string
	Credential                 *Credential
	Ptrace                     bool
	Setsid                     bool // it gets a session of its own
	Setpgid                    bool // it gets the group Pgid, or, if that is 0, one of its own
	Setctty                    bool
	Noctty                     bool
	Ctty                       int
	Foreground                 bool
	Pgid                       int
	Pdeathsig                  Signal
	Cloneflags                 uintptr
	Unshareflags               uintptr
	UidMappings                []SysProcIDMap
	GidMappings                []SysProcIDMap
	GidMappingsEnableSetgroups bool
	AmbientCaps                []uintptr
	UseCgroupFD                bool
	CgroupFD                   int
	PidFD                      *int // it becomes -1: no handle of the process is made
}

// Unsupported reports whether something is asked for that Vole cannot do when it starts a process.
func Unsupported(s *SysProcAttr) bool {
	return s.Chroot != "" || s.Credential != nil || s.Ptrace || s.Setctty || s.Noctty || s.Foreground || s.Pdeathsig != 0 ||
		s.Cloneflags != 0 || s.Unshareflags != 0 || s.UidMappings != nil || s.GidMappings != nil || s.AmbientCaps != nil || s.UseCgroupFD
}

// RawConn is the descriptor of something that is open.
type RawConn interface {
	Control(f func(fd uintptr)) error           // calls f once
	Read(f func(fd uintptr) (done bool)) error  // calls f until it is done, and waits in between until there is something to read
	Write(f func(fd uintptr) (done bool)) error // the same for writing
}

// Conn is what has a RawConn.
type Conn interface {
	SyscallConn() (RawConn, error)
}

// WaitFile waits until fd can be read, or written, or until other, if that is not -1, can be read: then it is stopped.
func WaitFile(fd, other int, write bool) (stopped bool, errno int)
