package syscall

import "unsafe"

const (
	CLONE_NEWTIME       = 0x80
	CLONE_PIDFD         = 0x1000
	CLONE_NEWCGROUP     = 0x2000000
	CLONE_CLEAR_SIGHAND = 0x100000000
	CLONE_INTO_CGROUP   = 0x200000000
)

// Sendto sends to an address, or, if to is nil, to the other end.
func Sendto(fd int, p []byte, flags int, to Sockaddr) (err error) {
	var address unsafe.Pointer
	var size _Socklen
	if to != nil {
		if address, size, err = to.sockaddr(); err != nil {
			return err
		}
	}
	return sendto(fd, p, flags, address, size)
}
