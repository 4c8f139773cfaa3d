package os

import "time"

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
