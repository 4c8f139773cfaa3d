// A snapshot of a heap, read back: gc/snapshot.h, docs/heap.md.
//
// Objects are numbered in the order of the file. A pointer that leads to no allocated object is left
// out. What it led to was swept already, or it was no pointer of this heap.

#ifndef VOLE_VM_COMMAND_HEAP_FILE_H
#define VOLE_VM_COMMAND_HEAP_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { heap_none = UINT32_MAX }; // no type, no function, no object

// The kinds of types that are looked at here: the numbers of reflect.Kind.
enum heap_kind {
  HEAP_KIND_ARRAY = 17,
  HEAP_KIND_CHAN,
  HEAP_KIND_FUNC,
  HEAP_KIND_INTERFACE,
  HEAP_KIND_MAP,
  HEAP_KIND_POINTER,
  HEAP_KIND_SLICE,
  HEAP_KIND_STRING,
  HEAP_KIND_STRUCT,
  HEAP_KIND_UNSAFE_POINTER,
};

// A field of a struct, or a variable that closures of a function hold.
struct heap_field {
  const char *name;
  uint32_t type;
  uint64_t offset; // bytes
  bool is_cell;    // of a closure: it holds the variable's address
};

struct heap_type {
  uint8_t kind;
  bool direct; // an interface holds the value itself
  uint64_t size;
  const char *name;
  uint32_t elem, key;
  uint64_t len;
  uint64_t entry_size, value_offset; // of a map; 0: unknown
  struct heap_field *fields;
  uint32_t field_count;
};

struct heap_function {
  const char *name, *file;
  uint32_t line;
  struct heap_field *captures;
  uint32_t capture_count;
};

// A stack of calls that allocated, innermost first.
struct heap_site {
  struct heap_call {
    uint32_t function, line;
  } * calls;
  uint32_t count;
};

enum heap_span_state { HEAP_SPAN_IN_USE = 1, HEAP_SPAN_MANUAL };
enum { heap_span_swept = 1, heap_span_user_arena = 2 }; // flags

struct heap_span {
  uint64_t page, pages; // number of the first; how many
  uint8_t state, class, flags;
  uint64_t elem_size;
  uint32_t count; // objects that it has room for
  uint64_t free_index;
  const uint8_t *allocated, *marked; // a bit an object
  const uint8_t *specials, *objects; // in the file
  uint32_t first;                    // number of its first allocated object
};

// The numbers of enum special_kind.
enum {
  HEAP_SPECIAL_FINALIZER = 1,
  HEAP_SPECIAL_PROFILE,
  HEAP_SPECIAL_WEAK = 5,
  HEAP_SPECIAL_CLEANUP
};

// A record about an object.
struct heap_special {
  uint32_t object;
  uint8_t kind;
  uint32_t target; // of a finalizer or cleanup its closure, of a weak pointer the handle
  uint32_t type;   // of a finalizer: the pointer that SetFinalizer was given
  uint32_t site;   // of a sample of the heap profile
};

struct heap_goroutine {
  uint64_t id;
  const char *status;
  bool system;
  uint32_t created_by, created_line;
  uint64_t waited_ns;
};

// The numbers of enum snapshot_holder.
enum heap_holder_kind {
  HEAP_HOLDER_GLOBAL = 1,
  HEAP_HOLDER_STATIC,
  HEAP_HOLDER_FRAME,
  HEAP_HOLDER_RECORDS,
  HEAP_HOLDER_FINALIZERS,
  HEAP_HOLDER_TIMERS,
  HEAP_HOLDER_POOLS,
  HEAP_HOLDER_HOST,
  HEAP_HOLDER_ARENAS,
  HEAP_HOLDER_TINY,
  HEAP_HOLDER_KINDS,
};

struct heap_holder {
  uint8_t kind;
  uint32_t goroutine; // index; heap_none: none
  const char *text;
  uint32_t function, line;
  uint32_t first_root, root_count;
};

enum { heap_root_cell = 1, heap_root_object = 2 }; // flags

struct heap_root {
  uint32_t target; // object
  uint32_t inside; // bytes from its begin
  const char *label;
  uint32_t type, dynamic;
  uint64_t offset;
  uint8_t flags;
  uint64_t length, capacity; // 0: unknown
};

// The words behind a pointer to a large object: of a slice its length and capacity.
struct heap_measure {
  uint32_t pointer;
  uint64_t length, capacity;
};

// A chunk of pages of the page allocator.
struct heap_chunk {
  uint64_t page;
  const uint8_t *allocated, *scavenged; // a bit a page, 512
};

struct heap_arena_pages {
  uint64_t page, zeroed_base;
  const uint8_t *in_use, *marks, *specials; // a bit a page
};

// An array that grows. Elements are of one type, which the name says.
struct heap_array {
  void *items;
  uint32_t count, room;
};

struct heap_info {
  uint64_t page_bytes, arena_bytes, classes;
  uint64_t heap_alloc, mallocs, frees, heap_in_use, heap_idle, heap_released, stack_in_use, next_gc,
      num_gc, sys, time_ns, phase;
};
enum { heap_info_numbers = 15 };

struct heap_file {
  const uint8_t *bytes;
  size_t size;
  struct heap_info info;
  uint64_t *class_sizes;
  struct heap_array types, functions, sites, spans, chunks, arenas, goroutines, holders, roots;
  struct heap_array specials;
  struct heap_array measures;                   // sorted by pointer
  uint64_t end_objects, end_pointers, pause_ns; // as the writer counted
  uint64_t dangling;                            // pointers that lead to no object
  // Objects.
  uint32_t object_count;
  uint32_t *span_of; // the span of an object
  uint32_t *known;   // its function, if it is a closure; heap_none
  uint32_t *first;   // its first pointer; object_count + 1 of them
  uint64_t pointer_count;
  uint32_t *target;  // of a pointer
  uint32_t *word;    // of the source that the pointer is in
  uint32_t *inside;  // bytes from the begin of the target
  uint32_t *dynamic; // type of an interface, or heap_none
  // Pages to spans: for each frame of 64 MiB, from the lowest, a table or NULL.
  uint32_t **frames;
  uint64_t first_frame, frame_count;
  // Texts with an end, which the names above are.
  char **texts;
  uint32_t text_count, text_room;
  char problem[160]; // why it cannot be read
};

// Reads a file. Returns false, and file->problem says why, if it is no snapshot or damaged.
bool heap_file_read(struct heap_file *file, const char *path);
void heap_file_free(struct heap_file *file);

static inline struct heap_type *heap_type_at(const struct heap_file *file, uint32_t i) {
  return i < file->types.count ? (struct heap_type *)file->types.items + i : NULL;
}
static inline struct heap_function *heap_function_at(const struct heap_file *file, uint32_t i) {
  return i < file->functions.count ? (struct heap_function *)file->functions.items + i : NULL;
}
static inline struct heap_span *heap_span_at(const struct heap_file *file, uint32_t i) {
  return (struct heap_span *)file->spans.items + i;
}
static inline struct heap_holder *heap_holder_at(const struct heap_file *file, uint32_t i) {
  return (struct heap_holder *)file->holders.items + i;
}
static inline struct heap_root *heap_root_at(const struct heap_file *file, uint32_t i) {
  return (struct heap_root *)file->roots.items + i;
}
static inline uint64_t heap_object_size(const struct heap_file *file, uint32_t object) {
  return heap_span_at(file, file->span_of[object])->elem_size;
}
// Whether the objects of a span are without pointers.
static inline bool heap_span_noscan(const struct heap_span *span) {
  return span->class & 1;
}
static inline bool heap_bit(const uint8_t *bits, uint64_t i) {
  return bits[i / 8] >> i % 8 & 1;
}

// pointers.c

// Returns the address of an object.
uint64_t heap_object_address(const struct heap_file *file, uint32_t object);
// Returns the object that an address lies in and sets *inside; heap_none: in none.
uint32_t heap_object_at(const struct heap_file *file, uint64_t address, uint32_t *inside);

// reader.c

// Returns room for one more item of a size, zeroed. Ends the process if memory is short.
void *heap_array_add(struct heap_array *array, size_t item_size);
// Returns zeroed memory. Ends the process if there is none.
void *heap_alloc(size_t count, size_t item_size);

#endif
