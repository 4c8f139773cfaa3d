// Package path works on paths with slashes.
package path

import "errors"

// ErrBadPattern says that a pattern is malformed.
var ErrBadPattern = errors.New("syntax error in pattern")

// Clean returns the shortest path that is the same by its text: no empty and "." elements, ".." taken with what it leaves.
func Clean(path string) string {
	if path == "" {
		return "."
	}
	rooted := path[0] == '/'
	out := make([]byte, 0, len(path))
	floor := 0 // ".." cannot take away what is before
	if rooted {
		out = append(out, '/')
		floor = 1
	}
	for i := 0; i < len(path); {
		if path[i] == '/' {
			i++
			continue
		}
		end := i
		for end < len(path) && path[end] != '/' {
			end++
		}
		element := path[i:end]
		i = end
		switch {
		case element == ".":
		case element == ".." && len(out) > floor:
			n := len(out) - 1
			for n > floor && out[n] != '/' {
				n--
			}
			out = out[:n]
		case element == ".." && rooted:
		default:
			if rooted && len(out) != 1 || !rooted && len(out) != 0 {
				out = append(out, '/')
			}
			out = append(out, element...)
			if element == ".." {
				floor = len(out)
			}
		}
	}
	if len(out) == 0 {
		return "."
	}
	return string(out)
}

func lastSlash(s string) int {
	i := len(s) - 1
	for i >= 0 && s[i] != '/' {
		i--
	}
	return i
}

// Split parts a path behind its last slash.
func Split(path string) (dir, file string) {
	i := lastSlash(path)
	return path[:i+1], path[i+1:]
}

// Join puts slashes between elements that are not empty, and cleans the path.
func Join(elem ...string) string {
	joined := ""
	for _, e := range elem {
		if joined != "" {
			joined += "/" + e
		} else {
			joined = e
		}
	}
	if joined == "" {
		return ""
	}
	return Clean(joined)
}

// Ext returns what begins at the last dot of the last element.
func Ext(path string) string {
	for i := len(path) - 1; i >= 0 && path[i] != '/'; i-- {
		if path[i] == '.' {
			return path[i:]
		}
	}
	return ""
}

// Base returns the last element.
func Base(path string) string {
	if path == "" {
		return "."
	}
	for len(path) > 0 && path[len(path)-1] == '/' {
		path = path[:len(path)-1]
	}
	path = path[lastSlash(path)+1:]
	if path == "" {
		return "/"
	}
	return path
}

func IsAbs(path string) bool { return len(path) > 0 && path[0] == '/' }

// Dir returns all but the last element.
func Dir(path string) string {
	dir, _ := Split(path)
	return Clean(dir)
}
