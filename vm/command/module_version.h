// Versions of modules, and paths that stand for folders.

#ifndef VOLE_VM_COMMAND_MODULE_VERSION_H
#define VOLE_VM_COMMAND_MODULE_VERSION_H

#include <stdbool.h>

// Compares two versions by the rules of semantic versioning: <0, 0, >0. One that is malformed comes
// before all others.
int module_version_compare(const char *x, const char *y);
// Whether a text is a version as go.mod has it: v1.2.3, with or without more behind it.
bool module_version_is_valid(const char *version);
// Whether a path in a replacement names a folder.
bool module_path_is_folder(const char *path);

#endif
