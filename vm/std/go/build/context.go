package build

import (
	"internal/buildcfg"
	"internal/goversion"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// Vole has no C code in programs, wherever it runs.
const defaultCGO_ENABLED = "0"

var cgoEnabled map[string]bool

// findRoot returns where Go is installed: what GOROOT says, or the folder of the go command in PATH; "" if it is not.
func findRoot() string {
	if root := os.Getenv("GOROOT"); root != "" {
		return filepath.Clean(root)
	}
	command, err := exec.LookPath("go")
	if err == nil {
		command, err = filepath.EvalSymlinks(command)
	}
	if err != nil {
		return ""
	}
	root := filepath.Dir(filepath.Dir(command))
	if info, err := os.Stat(filepath.Join(root, "src", "builtin")); err != nil || !info.IsDir() {
		return ""
	}
	return root
}

// defaultContext is that of the go command of the same version, without cgo. So that sources are chosen as for it, the
// compiler is "gc".
func defaultContext() Context {
	c := Context{
		GOARCH:     buildcfg.GOARCH,
		GOOS:       buildcfg.GOOS,
		GOROOT:     findRoot(),
		GOPATH:     envOr("GOPATH", defaultGOPATH()),
		Compiler:   "gc",
		CgoEnabled: os.Getenv("CGO_ENABLED") == "1",
	}
	for n := 1; n <= goversion.Version; n++ {
		c.ReleaseTags = append(c.ReleaseTags, "go1."+strconv.Itoa(n))
	}
	defaultReleaseTags = append([]string{}, c.ReleaseTags...)
	return c
}
