package os

import (
	"errors"
	"time"
)

var errPatternHasSeparator = errors.New("pattern contains path separator")

// MkdirTemp makes a new directory with a name made of the pattern.
func MkdirTemp(dir, pattern string) (string, error) {
	prefix, err := tempPrefix(dir, pattern, "mkdirtemp")
	if err != nil {
		return "", err
	}
	for try := int64(0); try < 10000; try++ {
		name := prefix + fillPattern(pattern, try)
		err := Mkdir(name, 0700)
		if err == nil {
			return name, nil
		}
		if IsNotExist(err) {
			if _, err := Stat(prefix[:len(prefix)-1]); IsNotExist(err) {
				return "", err // the directory that it is to be made in is what is missing
			}
		}
		if !IsExist(err) {
			return "", err
		}
	}
	return "", &PathError{Op: "mkdirtemp", Path: prefix + pattern, Err: ErrExist}
}

// CreateTemp makes a new file with a name made of the pattern and opens it.
func CreateTemp(dir, pattern string) (*File, error) {
	prefix, err := tempPrefix(dir, pattern, "createtemp")
	if err != nil {
		return nil, err
	}
	for try := int64(0); try < 10000; try++ {
		f, err := OpenFile(prefix+fillPattern(pattern, try), O_RDWR|O_CREATE|O_EXCL, 0600)
		if err == nil || !IsExist(err) {
			return f, err
		}
	}
	return nil, &PathError{Op: "createtemp", Path: prefix + pattern, Err: ErrExist}
}

// tempPrefix returns what the name of a temporary file begins with: dir and a slash.
func tempPrefix(dir, pattern, op string) (string, error) {
	for i := 0; i < len(pattern); i++ {
		if IsPathSeparator(pattern[i]) {
			return "", &PathError{Op: op, Path: pattern, Err: errPatternHasSeparator}
		}
	}
	if dir == "" {
		dir = TempDir()
	}
	if dir != "" && IsPathSeparator(dir[len(dir)-1]) {
		return dir, nil
	}
	return dir + "/", nil
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
