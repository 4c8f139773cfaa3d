// What the compiler makes of source texts, beside recorded listings: tests/vm/golden/NAME.go and
// NAME.txt.
//
// A listing has, for each function of package main and each literal that captures something, what
// escape found out about its parameters and results, then the bytecode with the liveness map of
// each safepoint. A program that changes the compiler's output on purpose renews the listings:
//
//     VOLE_GOLDEN=renew out/debug/tests/vm_compile_test
//
// and reads what git shows as changed.

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/text.h"
#include "vm/api/instance.h"
#include "vm/code/disasm.h"
#include "vm/code/opcode_info.h"
#include "vm/code/verify.h"

// Appends a file of the golden folder; false if it cannot be read.
static bool read_file(struct text *out, const char *name, const char *extension) {
  char path[256], block[4096];
  snprintf(path, sizeof path, "tests/vm/golden/%s%s", name, extension);
  FILE *f = fopen(path, "rb");
  if (!f)
    return false;
  size_t size;
  while ((size = fread(block, 1, sizeof block, f)) > 0)
    text_append(out, block, size);
  fclose(f);
  return true;
}

static void write_file(const char *name, const struct text *t) {
  char path[256];
  snprintf(path, sizeof path, "tests/vm/golden/%s.txt", name);
  FILE *f = fopen(path, "wb");
  cr_assert(f && fwrite(t->data, 1, t->len, f) == t->len && fclose(f) == 0, "cannot write %s",
            path);
}

static void list_variables(struct text *out, const char *what, struct object **list, int count) {
  for (int i = 0; i < count; i++) {
    const struct object *v = list[i];
    text_addf(out, "  %s %s:%s%s%s%s\n", what, v->name && v->name[0] ? v->name : "_",
              v->u.var.captured ? " captured" : "", v->u.var.reassigned ? " reassigned" : "",
              v->u.var.address_taken ? " address-taken" : "", v->u.var.on_heap ? " on-heap" : "");
  }
}

// The functions whose code is listed once it is there.
struct listing {
  struct vole *vole;
  struct region region;
  const struct func *literals[64]; // in the order in which they were met
  int literal_count;
};

static const char *compile(struct listing *l, const struct func *f) {
  const char *error = NULL;
  if (!program_compile(&l->vole->machine.program, (struct func *)(uintptr_t)f, &error))
    return error;
  return verify_function(&l->region, f);
}

static void add_literals(struct listing *l, const struct func *f) {
  for (uint32_t pc = 0; pc < f->code_words; pc += (uint32_t)opcode_words(f->code[pc])) {
    if (instruction_op(f->code[pc]) != OP_CLOSURE)
      continue;
    cr_assert_lt(l->literal_count, 64);
    const struct closure_template *t = (const struct closure_template *)(uintptr_t)f->code[pc + 1];
    l->literals[l->literal_count++] = t->func;
  }
}

static void list_func(struct listing *l, struct text *out, const struct func *f) {
  const char *error = compile(l, f);
  cr_assert(!error, "%s: %s", f->name, error);
  add_literals(l, f);
  disasm_function(out, f, true);
  text_adds(out, "\n");
}

// Appends the listing of a program, which lives on in l.
static void list_program(struct listing *l, struct text *out, const char *name,
                         const struct text *source) {
  struct vole_error err = {0};
  *l = (struct listing){.vole = vole_new(NULL, &err)};
  cr_assert(l->vole && vole_load_string(l->vole, "p.go", source->data, source->len, &err), "%s: %s",
            name, err.message);
  region_init(&l->region);
  struct program *p = &l->vole->machine.program;
  const struct decl_list *decls = &p->main_package->files[0]->decls;
  for (int i = 0; i < decls->count; i++) {
    if (decls->items[i]->kind != DECL_FUNC)
      continue;
    struct function *function = decls->items[i]->u.func.function;
    const struct func *f = program_find_function(p, function->name, NULL);
    const char *error = compile(l, f);
    cr_assert(!error, "%s: %s", f->name, error);
    const struct type *t = function->signature;
    if (function->receiver_object)
      list_variables(out, "receiver", &function->receiver_object, 1);
    list_variables(out, "parameter", function->params, t->u.signature.param_count);
    list_variables(out, "result", function->results, t->u.signature.result_count);
    list_func(l, out, f);
  }
  for (int i = 0; i < l->literal_count; i++)
    list_func(l, out, l->literals[i]);
}

static void listing_free(struct listing *l) {
  region_free(&l->region);
  vole_free(l->vole);
}

// Writes "@" for the numbers in which two listings of the same program differ: these are addresses.
static void mask_addresses(struct text *out, const char *x, const char *y) {
  while (*x && *y) {
    size_t i = strcspn(x, " \n"), j = strcspn(y, " \n");
    bool same = i == j && memcmp(x, y, i) == 0;
    cr_assert(same || (strncmp(x, "0x", 2) == 0 && strncmp(y, "0x", 2) == 0),
              "two compilations differ: %.*s, %.*s", (int)i, x, (int)j, y);
    text_append(out, same ? x : "@", same ? i : 1);
    if (x[i])
      text_append(out, x + i, 1);
    x += i + (x[i] != 0);
    y += j + (y[j] != 0);
  }
  cr_assert(*x == 0 && *y == 0, "two compilations differ in length");
}

// Says in which line two texts differ first.
static void compare(const char *name, const char *have, const char *want) {
  int line = 1;
  for (; *have || *want; line++) {
    size_t i = strcspn(have, "\n"), j = strcspn(want, "\n");
    cr_assert(i == j && memcmp(have, want, i) == 0,
              "golden/%s.txt:%d\n  have %.*s\n  want %.*s\n"
              "VOLE_GOLDEN=renew out/debug/tests/vm_compile_test renews it",
              name, line, (int)i, have, (int)j, want);
    have += i + (have[i] != 0);
    want += j + (want[j] != 0);
  }
}

static void golden(const char *name) {
  const char *mode = getenv("VOLE_GOLDEN");
  struct text source = {0}, first = {0}, second = {0}, have = {0}, want = {0};
  cr_assert(read_file(&source, name, ".go"), "no golden/%s.go", name);
  // Both instances live at once, so that no address is the same in both.
  struct listing x, y;
  list_program(&x, &first, name, &source);
  list_program(&y, &second, name, &source);
  mask_addresses(&have, first.data, second.data);
  if (mode && strcmp(mode, "renew") == 0)
    write_file(name, &have);
  else {
    cr_assert(read_file(&want, name, ".txt"), "no golden/%s.txt", name);
    compare(name, have.data, want.data);
  }
  listing_free(&x);
  listing_free(&y);
  text_free(&source);
  text_free(&first);
  text_free(&second);
  text_free(&have);
  text_free(&want);
}

Test(compile, escape) {
  golden("escape");
}

Test(compile, loops) {
  golden("loops");
}

Test(compile, places) {
  golden("places");
}

Test(compile, operators) {
  golden("operators");
}

Test(compile, live) {
  golden("live");
}

Test(compile, calls) {
  golden("calls");
}
