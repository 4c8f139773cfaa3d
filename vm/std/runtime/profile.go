package runtime

// MemProfileRate is the mean number of bytes allocated between samples of the heap profile; 0 turns it
// off, 1 samples everything.
var MemProfileRate int = 512 * 1024

// MemProfileRecord describes the objects of one size that one sequence of calls allocated.
type MemProfileRecord struct {
	AllocBytes, FreeBytes     int64
	AllocObjects, FreeObjects int64
	Stack0                    [32]uintptr // ends at the first 0
}

func (r *MemProfileRecord) InUseBytes() int64   { return r.AllocBytes - r.FreeBytes }
func (r *MemProfileRecord) InUseObjects() int64 { return r.AllocObjects - r.FreeObjects }

// Stack returns the calls, the innermost first.
func (r *MemProfileRecord) Stack() []uintptr {
	n := 0
	for n < len(r.Stack0) && r.Stack0[n] != 0 {
		n++
	}
	return r.Stack0[:n]
}

// MemProfile returns the number of records of the heap profile, and fills p and returns true if there is
// room. Without inuseZero, records of which all is freed are left out.
func MemProfile(p []MemProfileRecord, inuseZero bool) (n int, ok bool)
