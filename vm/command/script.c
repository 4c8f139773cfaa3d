// Scripts that are part of the command: Go programs in scripts/, which Vole itself runs.

#include <string.h>

#include "vm/command/command.h"

void command_find_script(const char *name, struct vole_source *file) {
  int i = 0;
  while (strcmp(script_names[i], name) != 0)
    i++;
  *file = (struct vole_source){name, script_texts[i], script_sizes[i]};
}

bool command_load_script(struct vole *vole, const char *name, struct vole_error *err) {
  struct vole_source file;
  command_find_script(name, &file);
  return vole_load_string(vole, name, file.text, file.size, err);
}
