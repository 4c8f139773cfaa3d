// Accesses to bad addresses, worded as Go words them.

#ifndef VOLE_VM_INTERP_FAULT_H
#define VOLE_VM_INTERP_FAULT_H

#include <stdbool.h>

// Installs the handlers of SIGSEGV and SIGBUS for the whole process, once; signals that are not a
// script's go to the handlers that were there before. False: the system refuses.
bool fault_handle(void);

#endif
