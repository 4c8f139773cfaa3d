// Package syscall: numbers, structures and calls of Linux.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
	"unsafe"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func files(dir string) {
	path := filepath.Join(dir, "f")
	fd, err := syscall.Open(path, syscall.O_RDWR|syscall.O_CREAT|syscall.O_CLOEXEC, 0o640)
	must(err)
	n, err := syscall.Write(fd, []byte("hello, file"))
	fmt.Println("write", n, err)
	off, err := syscall.Seek(fd, 7, 0)
	fmt.Println("seek", off, err)
	b := make([]byte, 10)
	n, err = syscall.Read(fd, b)
	fmt.Println("read", string(b[:n]), err)
	n, err = syscall.Pread(fd, b, 0)
	fmt.Println("pread", string(b[:n]), err)
	n, err = syscall.Pwrite(fd, []byte("J"), 0)
	fmt.Println("pwrite", n, err)
	var st syscall.Stat_t
	fmt.Println("fstat", syscall.Fstat(fd, &st), st.Size, st.Mode&syscall.S_IFMT == syscall.S_IFREG, st.Nlink)
	fmt.Println("stat", syscall.Stat(path+"x", &st), syscall.Lstat(path, &st), st.Mode&0o777)
	fmt.Println("flock", syscall.Flock(fd, syscall.LOCK_EX|syscall.LOCK_NB))
	other, err := syscall.Open(path, syscall.O_RDONLY, 0)
	must(err)
	fmt.Println("flock again", syscall.Flock(other, syscall.LOCK_EX|syscall.LOCK_NB) == syscall.EWOULDBLOCK)
	data, err := syscall.Mmap(fd, 0, 11, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	must(err)
	copy(data[1:], "ELLO")
	runtime.GC()
	fmt.Println("mmap", string(data), len(data), cap(data))
	fmt.Println("munmap", syscall.Munmap(data), syscall.Munmap(data))
	n, _ = syscall.Pread(fd, b, 0)
	fmt.Println("mapped", string(b[:n]))
	fmt.Println("truncate", syscall.Ftruncate(fd, 3), syscall.Truncate(path+"x", 1))
	fmt.Println("close", syscall.Close(fd), syscall.Close(fd), syscall.Close(other))
	_, err = syscall.Open(path+"/x", 0, 0)
	fmt.Println("open", err, errors.Is(err, fs.ErrNotExist), err == syscall.ENOTDIR)
	fmt.Println("mkdir", syscall.Mkdir(path, 0o700), syscall.Mkdir(path+"d", 0o700), syscall.Rmdir(path+"d"))
	fmt.Println("links", syscall.Symlink("f", path+"l"), syscall.Link(path, path+"2"), syscall.Rename(path+"2", path+"3"))
	n, err = syscall.Readlink(path+"l", b)
	fmt.Println("readlink", string(b[:n]), err)
	fmt.Println("chmod", syscall.Chmod(path, 0o600), syscall.Access(path, 4), syscall.Access(path+"x", 0))
	fmt.Println("utimes", syscall.UtimesNano(path, []syscall.Timespec{{Sec: 5, Nsec: 7}, {Sec: 9}}))
	info, _ := os.Stat(path)
	fmt.Println("time", info.ModTime().Unix(), info.Sys().(*syscall.Stat_t).Atim)
	fmt.Println("unlink", syscall.Unlink(path), syscall.Unlink(path))
	d, err := syscall.Open(dir, syscall.O_RDONLY|syscall.O_DIRECTORY, 0)
	must(err)
	buffer := make([]byte, 4096)
	n, err = syscall.ReadDirent(d, buffer)
	_, count, names := syscall.ParseDirent(buffer[:n], -1, nil)
	fmt.Println("dirents", count, len(names), err)
	syscall.Close(d)
}

func pipes() {
	var p [2]int
	must(syscall.Pipe2(p[:], syscall.O_CLOEXEC))
	go func() {
		time.Sleep(20 * time.Millisecond)
		syscall.Write(p[1], []byte("x"))
	}()
	b := make([]byte, 1)
	_, _, errno := syscall.Syscall(syscall.SYS_READ, uintptr(p[0]), uintptr(unsafe.Pointer(&b[0])), 1)
	fmt.Println("raw read", string(b), errno)
	must(syscall.SetNonblock(p[0], true))
	_, err := syscall.Read(p[0], nil)
	fmt.Println("empty", err)
	_, _, errno = syscall.RawSyscall(syscall.SYS_READ, uintptr(p[0]), uintptr(unsafe.Pointer(&b[0])), 1)
	fmt.Println("nonblock", errno, errno.Temporary(), errno.Timeout())
	third, err := syscall.Dup(p[1])
	must(err)
	fmt.Println("dup2", syscall.Dup2(p[1], third), syscall.Dup3(p[1], third, syscall.O_CLOEXEC))
	var set syscall.FdSet
	set.Bits[p[0]/64] |= 1 << (p[0] % 64)
	n, err := syscall.Select(p[0]+1, &set, nil, nil, &syscall.Timeval{Usec: 1000})
	fmt.Println("select", n, err)
	syscall.Write(third, []byte("y"))
	set.Bits[p[0]/64] |= 1 << (p[0] % 64)
	n, err = syscall.Select(p[0]+1, &set, nil, nil, nil)
	fmt.Println("select", n, err)
	epoll, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	must(err)
	event := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(p[0])}
	must(syscall.EpollCtl(epoll, syscall.EPOLL_CTL_ADD, p[0], &event))
	events := make([]syscall.EpollEvent, 2)
	n, err = syscall.EpollWait(epoll, events, -1)
	fmt.Println("epoll", n, err, int(events[0].Fd) == p[0], events[0].Events == syscall.EPOLLIN)
	for _, fd := range []int{p[0], p[1], third, epoll} {
		must(syscall.Close(fd))
	}
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	must(err)
	must(syscall.Sendto(pair[0], []byte("over"), 0, nil))
	m, _, err := syscall.Recvfrom(pair[1], b[:1], 0)
	fmt.Println("socketpair", m, string(b[:1]), err)
	syscall.Close(pair[0])
	syscall.Close(pair[1])
}

func process() {
	var limit syscall.Rlimit
	fmt.Println("rlimit", syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit), limit.Cur > 0, limit.Cur <= limit.Max)
	old := syscall.Umask(0o27)
	fmt.Printf("umask %o\n", syscall.Umask(old))
	fmt.Println("ids", syscall.Getpid() == os.Getpid(), syscall.Getppid() == os.Getppid(), syscall.Getuid() == os.Getuid())
	group, err := syscall.Getpgid(0)
	fmt.Println("pgid", group == syscall.Getpgrp(), err)
	fmt.Println("kill", syscall.Kill(os.Getpid(), 0), syscall.Kill(1<<30, 0))
	var usage syscall.Rusage
	fmt.Println("rusage", syscall.Getrusage(syscall.RUSAGE_SELF, &usage), usage.Maxrss > 0)
	var now syscall.Timeval
	must(syscall.Gettimeofday(&now))
	fmt.Println("time", time.Since(time.Unix(now.Unix())) < time.Minute)
	var name syscall.Utsname
	must(syscall.Uname(&name))
	fmt.Println("uname", string([]byte{byte(name.Sysname[0]), byte(name.Sysname[1])}))
	var system syscall.Sysinfo_t
	fmt.Println("sysinfo", syscall.Sysinfo(&system), system.Totalram > 0)
	must(syscall.Setenv("VOLE_A", "b"))
	value, found := syscall.Getenv("VOLE_A")
	fmt.Println("env", value, found)
	sh, err := exec.LookPath("sh")
	must(err)
	pid, err := syscall.ForkExec(sh, []string{"sh", "-c", "exit 7"}, &syscall.ProcAttr{Files: []uintptr{0, 1, 2}})
	must(err)
	var status syscall.WaitStatus
	waited, err := syscall.Wait4(pid, &status, 0, nil)
	fmt.Println("wait", waited == pid, err, status.Exited(), status.ExitStatus(), status.Signaled())
	_, err = syscall.ForkExec("/nosuch", nil, nil)
	fmt.Println("fork", err)
	command := exec.Command(sh, "-c", "kill -TERM $$")
	err = command.Run()
	ended := command.ProcessState.Sys().(syscall.WaitStatus)
	fmt.Println("signal", err, ended.Signaled(), ended.Signal() == syscall.SIGTERM)
}

func main() {
	dir, err := os.MkdirTemp("", "syscalls")
	must(err)
	defer os.RemoveAll(dir)
	files(dir)
	pipes()
	process()
	fmt.Printf("%v %d %v %v %T\n", syscall.EAGAIN, syscall.ENOTRECOVERABLE, syscall.SIGWINCH, syscall.Signal(99), syscall.ENOENT)
	fmt.Println(errors.Is(syscall.ENOSYS, errors.ErrUnsupported), errors.Is(syscall.EEXIST, fs.ErrExist), errors.Is(syscall.EPERM, fs.ErrExist))
	fmt.Println(unsafe.Sizeof(syscall.Stat_t{}), unsafe.Sizeof(syscall.Sysinfo_t{}), unsafe.Sizeof(syscall.EpollEvent{}))
	fmt.Println(syscall.TCGETS, syscall.TIOCGWINSZ, syscall.SYS_GETDENTS64, syscall.PR_SET_NAME, syscall.CLONE_NEWNS, syscall.IFF_UP)
	fmt.Println(syscall.NsecToTimespec(-1), syscall.TimevalToNsec(syscall.Timeval{Sec: 1, Usec: 2}))
	text, err := syscall.ByteSliceFromString("a\x00b")
	fmt.Println(text, err)
	_, _, errno := syscall.Syscall(1<<20, 0, 0, 0)
	fmt.Println(errno, errno == syscall.ENOSYS)
}
