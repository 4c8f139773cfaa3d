// Package runtime lets a program look at and steer what runs it.
package runtime

import "unsafe"

const (
	GOOS     = "linux"
	GOARCH   = "amd64"
	Compiler = "vole"
)

// Error is the type of errors that the run time panics with.
type Error interface {
	error
	RuntimeError()
}

// What C code makes values of: see runtime/runtime.h.
type errorString string

func (e errorString) RuntimeError() {}
func (e errorString) Error() string { return "runtime error: " + string(e) }

type boundsError string

func (e boundsError) RuntimeError() {}
func (e boundsError) Error() string { return "runtime error: " + string(e) }

type plainError string

func (e plainError) RuntimeError() {}
func (e plainError) Error() string { return string(e) }

// TypeAssertionError is what a failed type assertion panics with.
type TypeAssertionError struct{ text string }

func (*TypeAssertionError) RuntimeError()   {}
func (e *TypeAssertionError) Error() string { return e.text }

// PanicNilError is what panic(nil) panics with.
type PanicNilError struct{ _ [0]func() }

func (*PanicNilError) Error() string { return "panic called with nil argument" }
func (*PanicNilError) RuntimeError() {}

// stringer and wellKnown make the types exist that C code needs.
type stringer interface{ String() string }

var _ Error = errorString("")
var _ Error = boundsError("")
var _ Error = plainError("")
var _ Error = (*TypeAssertionError)(nil)
var _ Error = (*PanicNilError)(nil)
var _ stringer
var _ = finalizerLoop

func cycles() (started, finished uint32)
func startCycle(cycle uint32)
func awaitCycle(cycle uint32)
func sweepSome(cycle uint32) bool

// GC runs a whole collection and returns when it is swept, and the finalizers that are due have had their turn. A cycle
// that runs already may have passed what is garbage by now, so another one is begun.
func GC() {
	started, _ := cycles()
	cycle := started + 1
	for int32(cycle-started) > 0 {
		startCycle(cycle)
		started, _ = cycles()
	}
	for {
		_, finished := cycles()
		if int32(cycle-finished) <= 0 {
			break
		}
		awaitCycle(cycle)
	}
	for sweepSome(cycle) {
		Gosched()
	}
	for count, wakes := finalizersDue(); finalizing(count, wakes); {
		Gosched()
	}
}

// finalizersDue returns how many finalizers were ever due, and how often the goroutine that runs them became runnable.
func finalizersDue() (count uint64, wakes uint32)

// finalizing reports whether those are still being run, by a goroutine that does not wait.
func finalizing(count uint64, wakes uint32) bool

// runFinalizers runs those that are due, and waits until more are.
func runFinalizers()

// finalizerLoop is the goroutine that runs all finalizers.
func finalizerLoop() {
	for {
		runFinalizers()
	}
}

// KeepAlive marks a point until which x is in use.
func KeepAlive(x any) {}

func NumGoroutine() int
func NumCPU() int

// nanotime reads a clock that never goes back. Other packages link to it.
func nanotime() int64

func procs() int
func setProcs(n int) bool

// GOMAXPROCS sets how many threads run the program at once, at most 1024, and returns how many did; n < 1 changes nothing.
func GOMAXPROCS(n int) int {
	old := procs()
	if n < 1 || n == old {
		return old
	}
	for !setProcs(n) {
		_, finished := cycles()
		awaitCycle(finished + 1)
		Gosched()
	}
	return old
}

func Gosched()

// Goexit ends the goroutine that calls it, after its deferred calls.
func Goexit()

// LockOSThread has the goroutine run on the thread it runs on now, and nothing else run there, until UnlockOSThread has been called as often.
func LockOSThread()
func UnlockOSThread()

func Version() string   { return "go1.26" }
func GOROOT() string    { return "" }
func NumCgoCall() int64 { return 0 }

func readMemStats(p unsafe.Pointer)

// ReadMemStats fills m.
func ReadMemStats(m *MemStats) { readMemStats(unsafe.Pointer(m)) }

// MemStats describes the heap.
type MemStats struct {
	Alloc, TotalAlloc, Sys, Lookups, Mallocs, Frees                                                  uint64
	HeapAlloc, HeapSys, HeapIdle, HeapInuse, HeapReleased, HeapObjects                               uint64
	StackInuse, StackSys, MSpanInuse, MSpanSys, MCacheInuse, MCacheSys, BuckHashSys, GCSys, OtherSys uint64
	NextGC, LastGC, PauseTotalNs                                                                     uint64
	PauseNs                                                                                          [256]uint64
	PauseEnd                                                                                         [256]uint64
	NumGC, NumForcedGC                                                                               uint32
	GCCPUFraction                                                                                    float64
	EnableGC, DebugGC                                                                                bool
	BySize                                                                                           [61]struct {
		Size           uint32
		Mallocs, Frees uint64
	}
}

// caller describes the frame that is skip levels above the caller of runtime's function.
func caller(skip int) (pc uintptr, file string, line int, ok bool)
func callers(skip int, pc []uintptr) int
func describe(pc uintptr) (name, file string, line int, ok bool)

// Caller describes a function call on the stack: 0 is the caller of Caller.
func Caller(skip int) (pc uintptr, file string, line int, ok bool) { return caller(skip + 1) }

// Callers fills pc with the calls on the stack: 0 is Callers itself.
func Callers(skip int, pc []uintptr) int { return callers(skip, pc) }

// Stack writes a traceback to buf and returns the bytes written.
func Stack(buf []byte, all bool) int

// Func is a function of the program.
type Func struct {
	name, file string
	line       int
}

func FuncForPC(pc uintptr) *Func {
	name, file, line, ok := describe(pc)
	if !ok {
		return nil
	}
	return &Func{name, file, line}
}

func (f *Func) Name() string {
	if f == nil {
		return ""
	}
	return f.name
}

func (f *Func) Entry() uintptr { return 0 }

func (f *Func) FileLine(pc uintptr) (file string, line int) {
	_, file, line, _ = describe(pc)
	return file, line
}

// Frame is what Frames returns for each call.
type Frame struct {
	PC       uintptr
	Func     *Func
	Function string
	File     string
	Line     int
	Entry    uintptr
}

// Frames walks the calls that Callers found.
type Frames struct{ pcs []uintptr }

func CallersFrames(callers []uintptr) *Frames { return &Frames{callers} }

func (f *Frames) Next() (frame Frame, more bool) {
	if len(f.pcs) == 0 {
		return Frame{}, false
	}
	pc := f.pcs[0]
	f.pcs = f.pcs[1:]
	name, file, line, ok := describe(pc)
	if ok {
		frame = Frame{pc, &Func{name, file, line}, name, file, line, 0}
	}
	return frame, len(f.pcs) > 0
}
