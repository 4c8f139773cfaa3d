// Accesses to bad addresses by threads of scripts, worded as Go words them.

#ifndef VOLE_VM_INTERP_FAULT_H
#define VOLE_VM_INTERP_FAULT_H

#include <stdbool.h>

// Installs the handlers of SIGSEGV and SIGBUS for the whole process. Signals that are not a
// script's go to the handlers that were there before. Returns false if the system refuses. Call it
// once.
bool fault_handle(void);

#endif
