//go:build go1.22

package fstest

import (
	"io"
	"io/fs"
	"path"
	"sort"
	"strings"
	"time"
)

// MapFS is a tree of files that is kept in a map by path. Folders need no entries: those above what has one are there. One
// who changes it while others read it keeps them apart.
type MapFS map[string]*MapFile

// MapFile is a file, a folder, or a symbolic link that says Data.
type MapFile struct {
	Data    []byte
	Mode    fs.FileMode
	ModTime time.Time
	Sys     any
}

func wrong(op, name string, err error) error { return &fs.PathError{Op: op, Path: name, Err: err} }

// children returns what is in a folder, sorted by name.
func (fsys MapFS) children(name string) []fs.DirEntry {
	prefix := name + "/"
	if name == "." {
		prefix = ""
	}
	found := map[string]*MapFile{}
	for full, file := range fsys {
		below, ok := strings.CutPrefix(full, prefix)
		if !ok || below == "." || below == "" {
			continue
		}
		element, _, deeper := strings.Cut(below, "/")
		if !deeper {
			found[element] = file
		} else if found[element] == nil {
			found[element] = &MapFile{Mode: fs.ModeDir | 0555}
		}
	}
	entries := make([]fs.DirEntry, 0, len(found))
	for element, file := range found {
		entries = append(entries, &mapInfo{element, file})
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].Name() < entries[j].Name() })
	return entries
}

// at returns what has that name, a folder that has no entry included; nil if there is nothing.
func (fsys MapFS) at(name string) *MapFile {
	if file := fsys[name]; file != nil {
		return file
	}
	if name == "." {
		return &MapFile{Mode: fs.ModeDir | 0555}
	}
	for full := range fsys {
		if strings.HasPrefix(full, name+"/") {
			return &MapFile{Mode: fs.ModeDir | 0555}
		}
	}
	return nil
}

// resolve returns the name without symbolic links: of its last element only if last is set. ok is false if a link leads
// out of the tree, or round in a circle.
func (fsys MapFS) resolve(name string, last bool) (resolved string, ok bool) {
	links := 0
	for done := 0; ; {
		end := strings.IndexByte(name[done:], '/')
		if end < 0 {
			if !last {
				return name, true
			}
			end = len(name)
		} else {
			end += done
		}
		file := fsys[name[:end]]
		if file != nil && file.Mode.Type() == fs.ModeSymlink {
			target := string(file.Data)
			if links++; links > 40 || path.IsAbs(target) {
				return "", false
			}
			name = path.Join(path.Dir(name[:end]), target) + name[end:]
			if !fs.ValidPath(name) {
				return "", false
			}
			done = 0
			continue
		}
		if end == len(name) {
			return name, true
		}
		done = end + 1
	}
}

// lookup returns the file of a name.
func (fsys MapFS) lookup(op, name string, follow bool) (resolved string, file *MapFile, err error) {
	if !fs.ValidPath(name) {
		return "", nil, wrong(op, name, fs.ErrNotExist)
	}
	resolved, ok := fsys.resolve(name, follow)
	if ok {
		file = fsys.at(resolved)
	}
	if file == nil {
		return "", nil, wrong(op, name, fs.ErrNotExist)
	}
	return resolved, file, nil
}

// Open follows symbolic links.
func (fsys MapFS) Open(name string) (fs.File, error) {
	resolved, file, err := fsys.lookup("open", name, true)
	if err != nil {
		return nil, err
	}
	info := mapInfo{path.Base(name), file}
	if file.Mode.IsDir() {
		return &openDir{info, name, fsys.children(resolved)}, nil
	}
	return &openFile{info, name, 0}, nil
}

// Lstat does not follow a symbolic link that the name is.
func (fsys MapFS) Lstat(name string) (fs.FileInfo, error) {
	_, file, err := fsys.lookup("lstat", name, false)
	if err != nil {
		return nil, err
	}
	return &mapInfo{path.Base(name), file}, nil
}

// ReadLink returns what a symbolic link says.
func (fsys MapFS) ReadLink(name string) (string, error) {
	_, file, err := fsys.lookup("readlink", name, false)
	if err != nil {
		return "", err
	}
	if file.Mode.Type() != fs.ModeSymlink {
		return "", wrong("readlink", name, fs.ErrInvalid)
	}
	return string(file.Data), nil
}

// onlyOpen hides the other methods, so that functions of package fs do without them.
type onlyOpen struct{ fs.FS }

func (fsys MapFS) ReadFile(name string) ([]byte, error)  { return fs.ReadFile(onlyOpen{fsys}, name) }
func (fsys MapFS) Stat(name string) (fs.FileInfo, error) { return fs.Stat(onlyOpen{fsys}, name) }
func (fsys MapFS) ReadDir(name string) ([]fs.DirEntry, error) {
	return fs.ReadDir(onlyOpen{fsys}, name)
}
func (fsys MapFS) Glob(pattern string) ([]string, error) { return fs.Glob(onlyOpen{fsys}, pattern) }

// noSub has no method Sub of package fs, so that its function does without it.
type noSub struct{ MapFS }

func (noSub) Sub() {}

func (fsys MapFS) Sub(dir string) (fs.FS, error) { return fs.Sub(noSub{fsys}, dir) }

// mapInfo is what is known of a file, and its entry in a folder.
type mapInfo struct {
	name string
	file *MapFile
}

func (i *mapInfo) Name() string               { return i.name }
func (i *mapInfo) Size() int64                { return int64(len(i.file.Data)) }
func (i *mapInfo) Mode() fs.FileMode          { return i.file.Mode }
func (i *mapInfo) Type() fs.FileMode          { return i.file.Mode.Type() }
func (i *mapInfo) ModTime() time.Time         { return i.file.ModTime }
func (i *mapInfo) IsDir() bool                { return i.file.Mode.IsDir() }
func (i *mapInfo) Sys() any                   { return i.file.Sys }
func (i *mapInfo) Info() (fs.FileInfo, error) { return i, nil }
func (i *mapInfo) String() string             { return fs.FormatFileInfo(i) }

// openFile is a file that is being read.
type openFile struct {
	mapInfo
	path string
	at   int64
}

func (f *openFile) Stat() (fs.FileInfo, error) { return &f.mapInfo, nil }
func (f *openFile) Close() error               { return nil }

func (f *openFile) Read(b []byte) (int, error) {
	if f.at >= f.Size() {
		return 0, io.EOF
	}
	n := copy(b, f.file.Data[f.at:])
	f.at += int64(n)
	return n, nil
}

func (f *openFile) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += f.at
	case io.SeekEnd:
		offset += f.Size()
	}
	if offset < 0 || offset > f.Size() {
		return 0, wrong("seek", f.path, fs.ErrInvalid)
	}
	f.at = offset
	return offset, nil
}

func (f *openFile) ReadAt(b []byte, offset int64) (int, error) {
	if offset < 0 || offset > f.Size() {
		return 0, wrong("read", f.path, fs.ErrInvalid)
	}
	n := copy(b, f.file.Data[offset:])
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

// openDir is a folder that is being read.
type openDir struct {
	mapInfo
	path string
	left []fs.DirEntry
}

func (d *openDir) Stat() (fs.FileInfo, error) { return &d.mapInfo, nil }
func (d *openDir) Close() error               { return nil }
func (d *openDir) Read([]byte) (int, error)   { return 0, wrong("read", d.path, fs.ErrInvalid) }

func (d *openDir) ReadDir(count int) ([]fs.DirEntry, error) {
	n := len(d.left)
	if count > 0 && n == 0 {
		return nil, io.EOF
	}
	if count > 0 && n > count {
		n = count
	}
	read := d.left[:n:n]
	d.left = d.left[n:]
	return read, nil
}
