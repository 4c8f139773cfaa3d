package debug

import "os"

// BuildInfo is how a program was built.
type BuildInfo struct {
	GoVersion string
	Path      string
	Main      Module
	Deps      []*Module
	Settings  []BuildSetting
}

// Module is a module of a program.
type Module struct {
	Path    string
	Version string
	Sum     string
	Replace *Module
}

// BuildSetting is a setting that a program was built with.
type BuildSetting struct{ Key, Value string }

// ReadBuildInfo returns false: a script has no record of how it was built.
func ReadBuildInfo() (info *BuildInfo, ok bool) { return nil, false }

// CrashOptions says how SetCrashOutput works: there are no options.
type CrashOptions struct{}

// SetCrashOutput fails: Vole writes crashes to the standard error only.
func SetCrashOutput(f *os.File, opts CrashOptions) error {
	if f == nil {
		return nil
	}
	return &os.PathError{Op: "SetCrashOutput", Path: f.Name(), Err: os.ErrInvalid}
}
