package debug

import "os"

// ReadBuildInfo returns false: a script has no record of how it was built.
func ReadBuildInfo() (info *BuildInfo, ok bool) { return nil, false }

// modinfo is that record.
func modinfo() string { return "" }

// CrashOptions says how SetCrashOutput works: there are no options.
type CrashOptions struct{}

// SetCrashOutput fails: Vole writes crashes to the standard error only.
func SetCrashOutput(f *os.File, opts CrashOptions) error {
	if f == nil {
		return nil
	}
	return &os.PathError{Op: "SetCrashOutput", Path: f.Name(), Err: os.ErrInvalid}
}
