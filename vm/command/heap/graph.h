// What a snapshot means: which type each object has, what holds it, and what that retains.
//
// The nodes are the objects, then what holds them (frames, package variables, ...), goroutines,
// finalizers, the kinds of holders, and the root of all. Objects without a path from the root are
// garbage, which the next collection frees.
//
// The heap has no types, so they are spread. A variable's type says what it points to, and a type's
// fields say the same of what follows. Interfaces and closures name their types themselves. A type
// is taken only if its size fits the object's and each pointer found is at a pointer of the type.

#ifndef VOLE_VM_COMMAND_HEAP_GRAPH_H
#define VOLE_VM_COMMAND_HEAP_GRAPH_H

#include "vm/command/heap/file.h"

// What an object is, as far as known. A larger number is better evidence.
enum heap_form {
  HEAP_UNKNOWN,
  HEAP_STRING, // the bytes of a string
  HEAP_PART,   // more than one value of a type, or one in a larger object
  HEAP_ARRAY,  // values of a type in a row
  HEAP_SINGLE, // one value
  HEAP_CHAN,
  HEAP_MAP_INDEX,
  HEAP_MAP_ENTRIES,
  HEAP_MAP,
  HEAP_CLOSURE, // `type` is the number of its function
  HEAP_FORMS,
};

struct heap_shape {
  uint8_t form; // enum heap_form
  uint32_t type;
};

// All nodes of one type, kind or name.
struct heap_class {
  const char *name;
  struct heap_shape shape;
  uint32_t count;
  uint64_t bytes;
  uint64_t retained; // by all together
};

// Sources of pointers beyond objects.
struct heap_graph {
  struct heap_file *file;
  uint32_t node_count, object_count;
  uint32_t holders, goroutines, finalizers, kinds; // the first node of each sort
  uint32_t root;                                   // the last node
  uint32_t finalizer_count;
  uint32_t *finalizer; // its record, an index into file->specials
  // Pointers of the nodes behind the objects; node n has from extra_first[n - object_count] on.
  uint32_t *extra_first, *extra_target, *extra_root;
  struct heap_shape *shapes; // of objects
  uint32_t *class_of;        // of nodes
  struct heap_array classes;
  // By heap_find_dominators.
  uint32_t reached;      // nodes with a path from the root, itself included
  uint32_t *order;       // these, parents before children
  uint32_t *dominator;   // of a node: the last node on all paths to it; heap_none: garbage, or root
  uint64_t *retained;    // bytes that would be free without it
  uint32_t *parent;      // on a shortest path from the root; heap_none: garbage, or root
  uint32_t *parent_edge; // its pointer: of an object a pointer of the file, else one of extra
  uint32_t *breadth;     // the reached nodes by the length of these paths
};

// Pointers of a node.
struct heap_edges {
  const uint32_t *target;
  uint32_t first, count; // numbers of pointers: of the file for objects, of extra for others
};
struct heap_edges heap_edges_of(const struct heap_graph *g, uint32_t node);

// Makes the nodes, and what is known of types.
void heap_graph_init(struct heap_graph *g, struct heap_file *file);
void heap_graph_free(struct heap_graph *g);

// types.c

// Spreads types from the roots.
void heap_find_types(struct heap_graph *g);

// labels.c

// Steps into a type to the value at *offset; *offset becomes the rest. Appends ".field[3]" to path,
// which has `room` bytes and may be NULL. Returns the type there, heap_none if it ends before.
uint32_t heap_type_step(const struct heap_file *file, uint32_t type, uint64_t *offset, char *path,
                        size_t room);
// Returns the type of the value that a word of an object of that shape belongs to, and its offset in
// it; heap_none: the word is none of a value. path is as above.
uint32_t heap_value_at(const struct heap_file *file, struct heap_shape shape, uint64_t *offset,
                       char *path, size_t room);
// Returns the variable that closures of f hold at an offset; NULL: none.
const struct heap_field *heap_capture_at(const struct heap_function *f, uint64_t offset);
// Writes the name of a pointer of a node, such as ".next", "[3].name", "key", "captured x". With
// merged, elements have no number.
void heap_edge_label(const struct heap_graph *g, uint32_t node, uint32_t edge, bool merged,
                     char *label, size_t room);
// Returns how many bytes a slice or string sees of what it points to; UINT64_MAX: unknown.
uint64_t heap_edge_sees(const struct heap_graph *g, uint32_t node, uint32_t edge);
// Writes the name of a shape, for an object of size bytes.
void heap_shape_name(const struct heap_file *file, struct heap_shape shape, uint64_t size,
                     char *name, size_t room);

// classes.c

// Gives each node its class and counts them.
void heap_find_classes(struct heap_graph *g);
static inline struct heap_class *heap_class_at(const struct heap_graph *g, uint32_t i) {
  return (struct heap_class *)g->classes.items + i;
}
static inline const char *heap_node_name(const struct heap_graph *g, uint32_t node) {
  return heap_class_at(g, g->class_of[node])->name;
}

// dominators.c

// Finds paths, dominators and retained sizes.
void heap_find_dominators(struct heap_graph *g);
// Sums what all nodes of a class retain together: those in the subtree of another one count once.
void heap_retain_classes(struct heap_graph *g);

// Bytes of a node by itself: 0 of all that is no object.
static inline uint64_t heap_node_bytes(const struct heap_graph *g, uint32_t node) {
  return node < g->object_count ? heap_object_size(g->file, node) : 0;
}

#endif
