package runtime

import "unsafe"

// SetFinalizer has finalizer called with obj once nothing else refers to obj.
func SetFinalizer(obj any, finalizer any)

func addCleanup(ptr unsafe.Pointer, arg, cleanup, run any) uint64
func stopCleanup(ptr uintptr, id uint64)

// Cleanup is one call of AddCleanup.
type Cleanup struct {
	id  uint64
	ptr uintptr
}

// AddCleanup has cleanup called with arg some time after nothing refers to *ptr any more.
func AddCleanup[T, S any](ptr *T, cleanup func(S), arg S) Cleanup {
	if ptr == nil {
		panic("runtime.AddCleanup: ptr is nil")
	}
	run := func(unsafe.Pointer) { cleanup(arg) }
	return Cleanup{addCleanup(unsafe.Pointer(ptr), arg, cleanup, run), uintptr(unsafe.Pointer(ptr))}
}

// Stop calls the cleanup off, if it is not due yet.
func (c Cleanup) Stop() { stopCleanup(c.ptr, c.id) }

func pin(pointer any) unsafe.Pointer
func unpin(pointer unsafe.Pointer)

// Pinner keeps objects alive and where they are until Unpin.
type Pinner struct{ *pinner }

type pinner struct{ refs []unsafe.Pointer }

// Pin pins the object that pointer points to.
func (p *Pinner) Pin(pointer any) {
	if p.pinner == nil {
		p.pinner = new(pinner)
		SetFinalizer(p.pinner, func(p *pinner) {
			if len(p.refs) != 0 {
				p.unpin()
				panic(errorString("runtime.Pinner: found leaking pinned pointer; forgot to call Unpin()?"))
			}
		})
	}
	p.refs = append(p.refs, pin(pointer))
}

// Unpin takes all pins of p back.
func (p *Pinner) Unpin() { p.pinner.unpin() }

func (p *pinner) unpin() {
	if p == nil {
		return
	}
	for _, ref := range p.refs {
		unpin(ref)
	}
	p.refs = nil
}
