// The profiles that `vole run` writes: -cpuprofile FILE, -memprofile FILE, -profile; and -trace FILE.

#ifndef VOLE_VM_COMMAND_PROFILE_H
#define VOLE_VM_COMMAND_PROFILE_H

#include "vm/command/program.h"
#include "vm/command/trace.h"

struct profiles {
  const char *cpu, *memory; // files; NULL: none
  int cpu_fd, memory_fd;    // of these, once they are made
  const char *trace_path;   // NULL: no trace
  struct trace *trace;      // once it is made
  bool top;                 // a table of functions goes to standard error
};

// Takes a flag of profiles that may come next. False: another word does.
bool profiles_flag(struct profiles *profiles, struct program_words *words);
// Sets up the heap profile, and makes the file of the trace. Called just before the instance is made.
// Returns false after an error, which was reported.
bool profiles_configure(struct profiles *profiles, struct vole_config *config);
// Ends the trace of a program that does not run.
void profiles_cancel(struct profiles *profiles);
// Makes the files and begins the CPU profile. Returns 0, or the exit status after an error, which was reported.
int profiles_begin(struct profiles *profiles, struct vole *vole);
// Writes the profiles. Returns `status`, or another one if they cannot be written.
int profiles_end(struct profiles *profiles, struct vole *vole, int status);

#endif
