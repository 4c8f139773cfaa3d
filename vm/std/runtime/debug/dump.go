package debug

import (
	"os"
	"syscall"
)

// WriteHeapDump writes a picture of the heap to a file descriptor, with all other goroutines stopped. Its format is Vole's:
// "vole heap FILE" shows it. As in Go a descriptor that does not take it ends nothing, but here a line says so.
func WriteHeapDump(fd uintptr) {
	if errno := writeHeapDump(fd); errno != 0 {
		os.Stderr.WriteString("debug.WriteHeapDump: " + syscall.Errno(errno).Error() + "\n")
	}
}

func writeHeapDump(fd uintptr) (errno int)
