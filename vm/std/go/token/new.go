package token

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
