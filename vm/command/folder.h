// Files and folders, as the command reads them.

#ifndef VOLE_VM_COMMAND_FOLDER_H
#define VOLE_VM_COMMAND_FOLDER_H

#include <stdbool.h>

#include "vm/command/pool.h"

// Returns the text of a file with a NUL behind it, and its size in bytes; NULL with errno set.
char *file_read(struct pool *pool, const char *path, size_t *size);
bool file_exists(const char *path);
// Whether a path is that of a script of any name: a file that begins with "#!".
bool file_is_script(const char *path);
// Whether a path is that of a folder; links are followed.
bool folder_exists(const char *path);

// Appends the names of Go files of a folder that belong to packages, sorted: not those that begin
// with a dot or an underscore. False: the folder cannot be read; errno says why.
bool folder_list_go(struct pool *pool, const char *folder, struct text_list *names);
// Whether a folder has a Go file, of whatever name.
bool folder_has_go(const char *folder);
// Appends the names of the folders in a folder, sorted. Names that begin with a dot or an underscore,
// and testdata, stay out: they hold no packages. Links are not followed.
void folder_list_folders(struct pool *pool, const char *folder, struct text_list *names);

// Returns a path from the root, without ".", ".." and double slashes. One that is relative begins
// at `folder`, which is clean.
const char *path_clean(struct pool *pool, const char *folder, const char *path);
// Returns what follows `folder/` in a path, "" for the folder itself; NULL: it lies elsewhere.
const char *path_below(const char *folder, const char *path);
// Returns the path from `folder` to another, "../x" where it lies elsewhere. Both are clean.
const char *path_relative(struct pool *pool, const char *folder, const char *path);
bool text_ends_with(const char *text, const char *suffix);

#endif
