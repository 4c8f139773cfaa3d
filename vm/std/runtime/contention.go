package runtime

// BlockProfileRecord is how long goroutines have waited at one place.
type BlockProfileRecord struct {
	Count  int64
	Cycles int64
	StackRecord
}

// StackRecord is a stack of calls.
type StackRecord struct {
	Stack0 [32]uintptr // up to the first 0
}

// Stack returns the calls of the record.
func (r *StackRecord) Stack() []uintptr {
	for i, pc := range r.Stack0 {
		if pc == 0 {
			return r.Stack0[:i]
		}
	}
	return r.Stack0[:]
}

var mutexFraction int

// SetBlockProfileRate has no effect: Vole does not record where goroutines wait.
func SetBlockProfileRate(rate int) {}

// SetMutexProfileFraction returns the last fraction that was set. Vole does not record who waits for mutexes.
func SetMutexProfileFraction(rate int) int {
	old := mutexFraction
	if rate >= 0 {
		mutexFraction = rate
	}
	return old
}

// SetCPUProfileRate has no effect: Vole has no CPU profile.
func SetCPUProfileRate(hz int) {}

// BlockProfile returns no records.
func BlockProfile(p []BlockProfileRecord) (n int, ok bool) { return 0, true }

// MutexProfile returns no records.
func MutexProfile(p []BlockProfileRecord) (n int, ok bool) { return 0, true }

// ThreadCreateProfile returns no records.
func ThreadCreateProfile(p []StackRecord) (n int, ok bool) { return 0, true }
