package fs

import "time"

// FormatFileInfo returns a line about a file: its mode, size, time and name.
func FormatFileInfo(info FileInfo) string {
	name := info.Name()
	line := make([]byte, 0, 40+len(name))
	line = append(line, info.Mode().String()...)
	line = append(line, ' ')
	size := info.Size()
	magnitude := uint64(size)
	if size < 0 {
		line = append(line, '-')
		magnitude = -magnitude
	}
	var digits [20]byte
	i := len(digits)
	for i--; ; i-- {
		digits[i] = byte('0' + magnitude%10)
		magnitude /= 10
		if magnitude == 0 {
			break
		}
	}
	line = append(line, digits[i:]...)
	line = append(line, ' ')
	line = append(line, info.ModTime().Format(time.DateTime)...)
	line = append(line, ' ')
	line = append(line, name...)
	if info.IsDir() {
		line = append(line, '/')
	}
	return string(line)
}

// FormatDirEntry returns a line about an entry of a directory: its type and name.
func FormatDirEntry(dir DirEntry) string {
	mode := dir.Type().String()
	line := mode[:len(mode)-9] + " " + dir.Name() // without the permissions
	if dir.IsDir() {
		line += "/"
	}
	return line
}

// ReadLinkFS is a file system with symbolic links.
type ReadLinkFS interface {
	FS
	ReadLink(name string) (string, error)
	Lstat(name string) (FileInfo, error)
}

// ReadLink returns where a symbolic link leads.
func ReadLink(fsys FS, name string) (string, error) {
	links, ok := fsys.(ReadLinkFS)
	if !ok {
		return "", &PathError{Op: "readlink", Path: name, Err: ErrInvalid}
	}
	return links.ReadLink(name)
}

// Lstat is Stat that does not follow a symbolic link, if fsys has those.
func Lstat(fsys FS, name string) (FileInfo, error) {
	links, ok := fsys.(ReadLinkFS)
	if !ok {
		return Stat(fsys, name)
	}
	return links.Lstat(name)
}

func (di dirInfo) String() string { return FormatDirEntry(di) }
