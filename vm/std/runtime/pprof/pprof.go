// Package pprof writes profiles for go tool pprof: compressed protocol buffers, and text.
package pprof

import (
	"errors"
	"io"
	"runtime"
	"syscall"
)

func heapProfile() string

func startCPUProfile() (errno int)
func stopCPUProfile() bool

// The kinds that packed knows: vm/std/native/pprof.c.
const (
	kindHeap = iota
	kindGoroutine
	kindThreads
	kindContentions
	kindCPU
)

func packed(kind int) (profile string, ok bool)

// Profile is a collection of stack traces.
type Profile struct {
	name string
	kind int
}

var profiles = []*Profile{{"allocs", kindHeap}, {"block", kindContentions}, {"goroutine", kindGoroutine},
	{"heap", kindHeap}, {"mutex", kindContentions}, {"threadcreate", kindThreads}}

// Lookup returns the profile of that name, or nil. That of "heap" and "allocs" is the same. Those of "block", "mutex" and
// "threadcreate" have no samples: Vole does not record these.
func Lookup(name string) *Profile {
	for _, p := range profiles {
		if p.name == name {
			return p
		}
	}
	return nil
}

// Profiles returns all of them, by name.
func Profiles() []*Profile { return append([]*Profile(nil), profiles...) }

func (p *Profile) Name() string { return p.name }

// Count returns how many stacks the profile has.
func (p *Profile) Count() int {
	switch p.kind {
	case kindHeap:
		n, _ := runtime.MemProfile(nil, true)
		return n
	case kindGoroutine:
		return runtime.NumGoroutine()
	}
	return 0
}

// WriteTo writes the profile: with debug 0 for go tool pprof, otherwise as text. With debug 2 goroutines look as after a panic.
func (p *Profile) WriteTo(w io.Writer, debug int) error {
	if debug == 0 {
		return writePacked(w, p.kind)
	}
	text := p.name + " profile: total 0\n"
	switch p.kind {
	case kindHeap:
		text = heapProfile()
	case kindGoroutine:
		text = stacks()
	}
	_, err := io.WriteString(w, text)
	return err
}

func writePacked(w io.Writer, kind int) error {
	profile, ok := packed(kind)
	if !ok {
		return errors.New("runtime/pprof: out of memory for a profile")
	}
	_, err := io.WriteString(w, profile)
	return err
}

func stacks() string {
	for size := 1 << 16; ; size *= 2 {
		buf := make([]byte, size)
		if n := runtime.Stack(buf, true); n < size {
			return string(buf[:n])
		}
	}
}

// WriteHeapProfile writes the heap profile as of the last collection but one.
func WriteHeapProfile(w io.Writer) error { return writePacked(w, kindHeap) }

// The writer of the CPU profile that is under way.
var cpuWriter io.Writer

// StartCPUProfile begins a CPU profile, which StopCPUProfile writes to w.
func StartCPUProfile(w io.Writer) error {
	switch errno := startCPUProfile(); {
	case errno == int(syscall.EBUSY):
		return errors.New("cpu profiling already in use")
	case errno != 0:
		return syscall.Errno(errno)
	}
	cpuWriter = w
	return nil
}

// StopCPUProfile ends the CPU profile, if there is one, and writes it. As in Go nobody hears of an error of the writer.
func StopCPUProfile() {
	if w := cpuWriter; stopCPUProfile() && w != nil {
		cpuWriter = nil
		writePacked(w, kindCPU)
	}
}
