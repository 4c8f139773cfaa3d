package os

import (
	"internal/syscall"
	"time"
)

type fileStat struct {
	name string
	sys  syscall.Stat_t
}

func (s *fileStat) Name() string       { return s.name }
func (s *fileStat) Size() int64        { return s.sys.Size }
func (s *fileStat) Mode() FileMode     { return modeOf(s.sys.Mode) }
func (s *fileStat) ModTime() time.Time { return time.Unix(s.sys.Mtim.Sec, s.sys.Mtim.Nsec) }
func (s *fileStat) IsDir() bool        { return s.Mode().IsDir() }
func (s *fileStat) Sys() any           { return &s.sys }

// modeOf makes a FileMode of the system's st_mode.
func modeOf(m uint32) FileMode {
	mode := FileMode(m & 0777)
	switch m & syscall.S_IFMT {
	case syscall.S_IFDIR:
		mode |= ModeDir
	case syscall.S_IFLNK:
		mode |= ModeSymlink
	case syscall.S_IFIFO:
		mode |= ModeNamedPipe
	case syscall.S_IFSOCK:
		mode |= ModeSocket
	case syscall.S_IFBLK:
		mode |= ModeDevice
	case syscall.S_IFCHR:
		mode |= ModeDevice | ModeCharDevice
	}
	if m&syscall.S_ISUID != 0 {
		mode |= ModeSetuid
	}
	if m&syscall.S_ISGID != 0 {
		mode |= ModeSetgid
	}
	if m&syscall.S_ISVTX != 0 {
		mode |= ModeSticky
	}
	return mode
}

func basename(path string) string {
	i := len(path)
	for i > 1 && path[i-1] == '/' {
		i--
	}
	path = path[:i]
	for i > 0 && path[i-1] != '/' {
		i--
	}
	if i == len(path) {
		return path
	}
	return path[i:]
}

func statFile(path string, fd int, follow bool, out *syscall.Stat_t) int

func stat(op, path string, fd int, follow bool, name string) (FileInfo, error) {
	s := &fileStat{name: basename(name)}
	if errno := statFile(path, fd, follow, &s.sys); errno != 0 {
		return nil, pathError(op, name, errno)
	}
	return s, nil
}

func Stat(name string) (FileInfo, error)  { return stat("stat", name, -1, true, name) }
func Lstat(name string) (FileInfo, error) { return stat("lstat", name, -1, false, name) }

func (f *File) Stat() (FileInfo, error) {
	if err := f.check("stat"); err != nil {
		return nil, err
	}
	return stat("stat", "", f.fd, true, f.name)
}

// SameFile reports whether two results of Stat are about one file.
func SameFile(fi1, fi2 FileInfo) bool {
	a, aIsOurs := fi1.(*fileStat)
	b, bIsOurs := fi2.(*fileStat)
	return aIsOurs && bIsOurs && a.sys.Dev == b.sys.Dev && a.sys.Ino == b.sys.Ino
}
