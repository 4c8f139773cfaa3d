package os

import "internal/syscall"

// rawFile is the descriptor of a file as package syscall's RawConn.
type rawFile struct{ f *File }

// SyscallConn returns what calls functions with the descriptor of the file.
func (f *File) SyscallConn() (syscall.RawConn, error) {
	if f == nil {
		return nil, ErrInvalid
	}
	return rawFile{f}, nil
}

func (r rawFile) Control(f func(fd uintptr)) error {
	if err := r.f.check("control"); err != nil {
		return err
	}
	f(r.f.Fd())
	return nil
}

func (r rawFile) Read(f func(fd uintptr) (done bool)) error  { return r.until("read", false, f) }
func (r rawFile) Write(f func(fd uintptr) (done bool)) error { return r.until("write", true, f) }

// until calls f until it is done, and waits in between until there is something to do.
func (r rawFile) until(op string, write bool, f func(fd uintptr) (done bool)) error {
	for {
		if err := r.f.check(op); err != nil {
			return err
		}
		if f(r.f.Fd()) {
			return nil
		}
		if _, errno := syscall.WaitFile(r.f.fd, -1, write); errno != 0 {
			return r.f.wrap(op, errno)
		}
	}
}
