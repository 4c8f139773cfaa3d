package filepath

import (
	"errors"
	"internal/syscall"
	"io/fs"
	"os"
	"strings"
)

// walkSymlinks returns the path without symbolic links. Dots are resolved as the system does: those behind a link go up
// from where it leads.
func walkSymlinks(path string) (string, error) {
	const mostLinks = 255
	done, rest := "", path // done ends in no slash, unless it is the root
	if strings.HasPrefix(path, "/") {
		done = "/"
	}
	for links := 0; rest != ""; {
		part, after, goesOn := strings.Cut(rest, "/")
		rest = after
		switch {
		case part == "" || part == ".":
			continue
		case part == "..":
			done = above(done)
			continue
		}
		next := below(done, part)
		info, err := os.Lstat(next)
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			if !info.IsDir() && goesOn {
				return "", syscall.ENOTDIR
			}
			done = next
			continue
		}
		if links++; links > mostLinks {
			return "", errors.New("EvalSymlinks: too many links")
		}
		target, err := os.Readlink(next)
		if err != nil {
			return "", err
		}
		if strings.HasPrefix(target, "/") {
			done = "/"
		}
		if goesOn {
			target += "/" + rest
		}
		rest = target
	}
	return Clean(done), nil
}

// above returns the folder that .. leads to from a path without links.
func above(path string) string {
	slash := strings.LastIndexByte(path, '/')
	switch last := path[slash+1:]; {
	case path == "/":
		return path
	case path == "":
		return ".."
	case last == "..":
		return path + "/.."
	case slash == 0:
		return "/"
	case slash < 0:
		return ""
	}
	return path[:slash]
}

func below(path, name string) string {
	if path == "" || path == "/" {
		return path + name
	}
	return path + "/" + name
}
