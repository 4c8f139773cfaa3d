package os

import "time"

type fileStat struct {
	name  string
	size  int64
	mode  FileMode
	mtime int64
}

func (s *fileStat) Name() string       { return s.name }
func (s *fileStat) Size() int64        { return s.size }
func (s *fileStat) Mode() FileMode     { return s.mode }
func (s *fileStat) ModTime() time.Time { return time.Unix(0, s.mtime) }
func (s *fileStat) IsDir() bool        { return s.mode.IsDir() }
func (s *fileStat) Sys() any           { return nil }

// modeOf makes a FileMode of the system's st_mode.
func modeOf(m uint32) FileMode {
	mode := FileMode(m & 0777)
	switch m & 0170000 {
	case 0040000:
		mode |= ModeDir
	case 0120000:
		mode |= ModeSymlink
	case 0010000:
		mode |= 1 << 25
	case 0140000:
		mode |= 1 << 24
	case 0060000:
		mode |= 1 << 26
	case 0020000:
		mode |= 1<<26 | 1<<21
	}
	if m&04000 != 0 {
		mode |= 1 << 23
	}
	if m&02000 != 0 {
		mode |= 1 << 22
	}
	if m&01000 != 0 {
		mode |= 1 << 20
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

func stat(op, path string, fd int, follow bool, name string) (FileInfo, error) {
	size, mode, mtime, errno := statFile(path, fd, follow)
	if errno != 0 {
		return nil, pathError(op, name, errno)
	}
	return &fileStat{basename(name), size, modeOf(mode), mtime}, nil
}

func Stat(name string) (FileInfo, error)  { return stat("stat", name, -1, true, name) }
func Lstat(name string) (FileInfo, error) { return stat("lstat", name, -1, false, name) }

func (f *File) Stat() (FileInfo, error) {
	if err := f.check("stat"); err != nil {
		return nil, err
	}
	return stat("stat", "", f.fd, true, f.name)
}

type dirEntry struct {
	dir, name string
	typ       FileMode
}

func (d *dirEntry) Name() string            { return d.name }
func (d *dirEntry) IsDir() bool             { return d.typ.IsDir() }
func (d *dirEntry) Type() FileMode          { return d.typ }
func (d *dirEntry) Info() (FileInfo, error) { return Lstat(d.dir + "/" + d.name) }

// ReadDir returns the entries of a directory, sorted by name.
func ReadDir(name string) ([]DirEntry, error) {
	names, types, errno := readDirNames(name)
	if errno != 0 {
		return nil, pathError("open", name, errno)
	}
	entries := make([]DirEntry, 0, len(names))
	for i, n := range names {
		entries = append(entries, &dirEntry{name, n, modeOf(uint32(types[i]) << 12)})
	}
	return entries, nil
}

// MkdirTemp makes a new directory with a name made of the pattern.
func MkdirTemp(dir, pattern string) (string, error) {
	if dir == "" {
		dir = TempDir()
	}
	for try := int64(0); try < 10000; try++ {
		name := dir + "/" + fillPattern(pattern, try)
		err := Mkdir(name, 0700)
		if err == nil || !IsExist(err) {
			return name, err
		}
	}
	return "", &PathError{Op: "mkdirtemp", Path: dir + "/" + pattern, Err: ErrExist}
}

// CreateTemp makes a new file with a name made of the pattern and opens it.
func CreateTemp(dir, pattern string) (*File, error) {
	if dir == "" {
		dir = TempDir()
	}
	for try := int64(0); try < 10000; try++ {
		f, err := OpenFile(dir+"/"+fillPattern(pattern, try), O_RDWR|O_CREATE|O_EXCL, 0600)
		if err == nil || !IsExist(err) {
			return f, err
		}
	}
	return nil, &PathError{Op: "createtemp", Path: dir + "/" + pattern, Err: ErrExist}
}

// fillPattern puts a number where the pattern has its last star, or at its end.
func fillPattern(pattern string, try int64) string {
	n := uint64(time.Now().UnixNano()+try*7919) % 10000000000
	var digits []byte
	for i := 0; i < 10; i++ {
		digits = append(digits, byte('0'+n%10))
		n /= 10
	}
	for i := len(pattern) - 1; i >= 0; i-- {
		if pattern[i] == '*' {
			return pattern[:i] + string(digits) + pattern[i+1:]
		}
	}
	return pattern + string(digits)
}
