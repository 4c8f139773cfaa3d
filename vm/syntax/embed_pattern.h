// Patterns of //go:embed comments: which paths they name. After path.Match, and the go command's rules of
// what may be embedded.

#ifndef VOLE_VM_SYNTAX_EMBED_PATTERN_H
#define VOLE_VM_SYNTAX_EMBED_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

// Whether a pattern, without its "all:", is one: a path of elements of which none is "." or "..", with
// whole brackets and escapes.
bool embed_pattern_is_valid(const char *pattern);
// Whether text, of size bytes, has characters that do not stand for themselves.
bool embed_pattern_has_meta(const char *text, size_t size);
// Whether an element of a valid pattern matches the name of a file or folder.
bool embed_pattern_matches(const char *pattern, size_t size, const char *name);
// Whether a name can belong to no module, so that nothing of that name is embedded.
bool embed_name_is_bad(const char *name);

#endif
