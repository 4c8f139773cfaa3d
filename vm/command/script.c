// Scripts that are part of the command: Go programs in scripts/, which Vole itself runs.

#include <string.h>

#include "vm/command/command.h"

bool command_load_script(struct vole *vole, const char *name, struct vole_error *err) {
  int i = 0;
  while (strcmp(script_names[i], name) != 0)
    i++;
  return vole_load_string(vole, name, script_texts[i], script_sizes[i], err);
}
