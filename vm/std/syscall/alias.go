// Package syscall has the system's numbers, structures and calls as Linux has them on x86-64. Nearly all of it is Go's
// own source. Of Vole are: the types that package os needs too; Syscall and its like, for which a host must grant
// everything; the calls that work where it grants files, or processes; and how processes are started.
package syscall

import base "internal/syscall"

type (
	Errno        = base.Errno
	Signal       = base.Signal
	Timespec     = base.Timespec
	Timeval      = base.Timeval
	Stat_t       = base.Stat_t
	Rusage       = base.Rusage
	WaitStatus   = base.WaitStatus
	Credential   = base.Credential
	SysProcIDMap = base.SysProcIDMap
	SysProcAttr  = base.SysProcAttr
	RawConn      = base.RawConn
	Conn         = base.Conn
)
