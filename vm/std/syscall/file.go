package syscall

// These work where files are granted. 0, 1 and 2 are the streams that the host gives.

func openFile(name string, flag int, perm uint32) (fd, errno int)
func readFile(fd int, b []byte) (n, errno int)
func writeFile(fd int, b []byte) (n, errno int)
func preadFile(fd int, b []byte, off int64) (n, errno int)
func pwriteFile(fd int, b []byte, off int64) (n, errno int)
func seekFile(fd int, offset int64, whence int) (pos int64, errno int)
func closeFile(fd int) int
func pathOp(op int, a, b string, x, y int64) int
func fileOp(op, fd int, x, y int64) int
func statFile(path string, fd int, follow bool, out *Stat_t) int
func readlink(path string) (string, int)
func getwd() (string, int)

func errnoError(n int) error {
	if n == 0 {
		return nil
	}
	return Errno(n)
}

// counted returns a count as Go's calls do: -1 with an error.
func counted(n, errno int) (int, error) {
	if errno != 0 {
		return -1, Errno(errno)
	}
	return n, nil
}

func Open(path string, mode int, perm uint32) (fd int, err error) {
	return counted(openFile(path, mode, perm))
}
func Read(fd int, p []byte) (n int, err error)  { return counted(readFile(fd, p)) }
func Write(fd int, p []byte) (n int, err error) { return counted(writeFile(fd, p)) }
func Pread(fd int, p []byte, offset int64) (n int, err error) {
	return counted(preadFile(fd, p, offset))
}
func Pwrite(fd int, p []byte, offset int64) (n int, err error) {
	return counted(pwriteFile(fd, p, offset))
}
func Seek(fd int, offset int64, whence int) (off int64, err error) {
	off, errno := seekFile(fd, offset, whence)
	if errno != 0 {
		return -1, Errno(errno)
	}
	return off, nil
}
func Close(fd int) (err error) { return errnoError(closeFile(fd)) }

func Unlink(path string) error                 { return errnoError(pathOp(0, path, "", 0, 0)) }
func Rmdir(path string) error                  { return errnoError(pathOp(1, path, "", 0, 0)) }
func Mkdir(path string, mode uint32) error     { return errnoError(pathOp(2, path, "", int64(mode), 0)) }
func Rename(from, to string) error             { return errnoError(pathOp(3, from, to, 0, 0)) }
func Chmod(path string, mode uint32) error     { return errnoError(pathOp(4, path, "", int64(mode), 0)) }
func Chdir(path string) error                  { return errnoError(pathOp(5, path, "", 0, 0)) }
func Symlink(oldpath, newpath string) error    { return errnoError(pathOp(6, oldpath, newpath, 0, 0)) }
func Link(oldpath, newpath string) error       { return errnoError(pathOp(7, oldpath, newpath, 0, 0)) }
func Truncate(path string, length int64) error { return errnoError(pathOp(8, path, "", length, 0)) }
func Chown(path string, uid, gid int) error {
	return errnoError(pathOp(9, path, "", int64(uid), int64(gid)))
}
func Lchown(path string, uid, gid int) error {
	return errnoError(pathOp(10, path, "", int64(uid), int64(gid)))
}
func Fsync(fd int) error                    { return errnoError(fileOp(0, fd, 0, 0)) }
func Ftruncate(fd int, length int64) error  { return errnoError(fileOp(1, fd, length, 0)) }
func Fchmod(fd int, mode uint32) error      { return errnoError(fileOp(2, fd, int64(mode), 0)) }
func Fchown(fd, uid, gid int) error         { return errnoError(fileOp(3, fd, int64(uid), int64(gid))) }
func Fchdir(fd int) error                   { return errnoError(fileOp(4, fd, 0, 0)) }
func Stat(path string, stat *Stat_t) error  { return errnoError(statFile(path, -1, true, stat)) }
func Lstat(path string, stat *Stat_t) error { return errnoError(statFile(path, -1, false, stat)) }

// Readlink reads what a symbolic link says into buf.
func Readlink(path string, buf []byte) (n int, err error) {
	target, errno := readlink(path)
	if errno != 0 {
		return -1, Errno(errno)
	}
	return copy(buf, target), nil
}

// Getwd returns the working directory.
func Getwd() (string, error) {
	dir, errno := getwd()
	return dir, errnoError(errno)
}

// Fstat tells what the system keeps about an open file.
func Fstat(fd int, stat *Stat_t) error {
	if fd < 0 {
		return EBADF
	}
	return errnoError(statFile("", fd, true, stat))
}
