package token

import (
	"fmt"
	"sort"
)

// End returns the position behind the file.
func (f *File) End() Pos { return Pos(f.base + f.size) }

// Lines returns where lines begin.
func (f *File) Lines() []int {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.lines
}

// RemoveFile removes a file, so that positions in it are unknown.
func (s *FileSet) RemoveFile(file *File) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.last.CompareAndSwap(file, nil)
	for i, f := range s.files {
		if f == file {
			s.files = append(s.files[:i:i], s.files[i+1:]...)
			return
		}
	}
}

// AddExistingFiles adds files that other sets may have too. Their positions must not overlap.
func (s *FileSet) AddExistingFiles(files ...*File) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, f := range files {
		i := sort.Search(len(s.files), func(i int) bool { return s.files[i].base >= f.base })
		if i < len(s.files) && s.files[i] == f {
			continue
		}
		if i > 0 && s.files[i-1].base+s.files[i-1].size >= f.base || i < len(s.files) && f.base+f.size >= s.files[i].base {
			panic(fmt.Sprintf("file %s overlaps with another of the set", f.name))
		}
		s.files = append(s.files, nil)
		copy(s.files[i+1:], s.files[i:])
		s.files[i] = f
		if end := f.base + f.size + 1; end > s.base {
			s.base = end
		}
	}
}
