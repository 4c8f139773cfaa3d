// Package testdeps gives package testing what it must not import itself. The main package of a test passes TestDeps to testing.MainStart.
package testdeps

import (
	"errors"
	"fmt"
	"internal/testlog"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime/pprof"
	"sync"
	"time"
)

// TestDeps is what testing.MainStart takes.
type TestDeps struct{}

// ImportPath is the path of the package that is tested.
var ImportPath string

func (TestDeps) ImportPath() string { return ImportPath }

var matcher struct {
	pattern string
	re      *regexp.Regexp
}

// MatchString reports whether a name matches a pattern.
func (TestDeps) MatchString(pat, str string) (bool, error) {
	if matcher.re == nil || matcher.pattern != pat {
		re, err := regexp.Compile(pat)
		if err != nil {
			return false, err
		}
		matcher.pattern, matcher.re = pat, re
	}
	return matcher.re.MatchString(str), nil
}

func (TestDeps) SetPanicOnExit0(v bool)            { testlog.SetPanicOnExit0(v) }
func (TestDeps) StartCPUProfile(w io.Writer) error { return pprof.StartCPUProfile(w) }
func (TestDeps) StopCPUProfile()                   { pprof.StopCPUProfile() }

// WriteProfileTo writes a profile of package runtime/pprof.
func (TestDeps) WriteProfileTo(name string, w io.Writer, debug int) error {
	profile := pprof.Lookup(name)
	if profile == nil {
		return fmt.Errorf("there is no profile %s", name)
	}
	return profile.WriteTo(w, debug)
}

// testLog notes which files and variables a test looks at.
type testLog struct {
	mu  sync.Mutex
	out io.Writer
}

var log testLog

func (l *testLog) add(what, name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.out != nil {
		fmt.Fprintf(l.out, "%s %s\n", what, name)
	}
}

func (l *testLog) Getenv(name string) { l.add("getenv", name) }
func (l *testLog) Open(name string)   { l.add("open", name) }
func (l *testLog) Stat(name string)   { l.add("stat", name) }
func (l *testLog) Chdir(name string)  { l.add("chdir", name) }

// StartTestLog begins to note what a test looks at.
func (TestDeps) StartTestLog(w io.Writer) {
	log.mu.Lock()
	log.out = w
	log.mu.Unlock()
	log.add("#", "test log")
	testlog.SetLogger(&log)
}

// StopTestLog ends that.
func (TestDeps) StopTestLog() error {
	log.mu.Lock()
	defer log.mu.Unlock()
	log.out = nil
	return nil
}

// entry is what package testing calls an entry of a corpus.
type entry = struct {
	Parent     string
	Path       string
	Data       []byte
	Values     []any
	Generation int
	IsSeed     bool
}

var errFuzzing = errors.New("Vole runs the seeds of a fuzz test, and makes no others")

// CoordinateFuzzing fails: seeds are run without it.
func (TestDeps) CoordinateFuzzing(time.Duration, int64, time.Duration, int64, int, []entry, []reflect.Type, string, string) error {
	return errFuzzing
}

// RunFuzzWorker fails as CoordinateFuzzing does.
func (TestDeps) RunFuzzWorker(func(entry) error) error { return errFuzzing }

// ReadCorpus reads the seeds that a folder has.
func (TestDeps) ReadCorpus(dir string, types []reflect.Type) ([]entry, error) {
	files, err := os.ReadDir(dir)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading seed corpus from testdata: %v", err)
	}
	var entries []entry
	for _, file := range files {
		if file.IsDir() {
			continue
		}
		path := filepath.Join(dir, file.Name())
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("failed to read corpus file: %v", err)
		}
		values, err := decode(data)
		if err == nil {
			err = checkValues(values, types)
		}
		if err != nil {
			return nil, fmt.Errorf("unmarshal %q: %v", path, err)
		}
		entries = append(entries, entry{Path: path, Values: values})
	}
	return entries, nil
}

// CheckCorpus reports whether values have the types that a fuzz test takes.
func (TestDeps) CheckCorpus(values []any, types []reflect.Type) error {
	return checkValues(values, types)
}

func checkValues(values []any, types []reflect.Type) error {
	if len(values) != len(types) {
		return fmt.Errorf("wrong number of values in corpus entry: %d, want %d", len(values), len(types))
	}
	for i, value := range values {
		if reflect.TypeOf(value) != types[i] {
			return fmt.Errorf("mismatched types in corpus entry: %v, want %v", values, types)
		}
	}
	return nil
}

func (TestDeps) ResetCoverage()    {}
func (TestDeps) SnapshotCoverage() {}
