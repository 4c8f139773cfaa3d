// Interfaces, errors, func values and panics from C: the second part of api_values.c.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/vm/api_expect.h"
#include "vm/api/vole.h"

static struct vole *vole;

static const struct vole_type *type(const char *text) {
  return vole_type(vole, text, NULL);
}

static struct vole_func *func(const char *name, const char *signature) {
  return vole_func(vole, name, signature, NULL);
}

static bool is(struct vole_string s, const char *text) {
  return s.len == (int64_t)strlen(text) && memcmp(s.ptr, text, strlen(text)) == 0;
}

struct point {
  int64_t x, y;
  struct vole_string name;
  struct point *next;
};

static void interfaces(void) {
  struct point p = {.x = 30, .y = 4};
  struct vole_iface any, shape, back;
  int64_t number = 77, got = 0, sum = 0;
  struct vole_string said;
  struct vole_func *describe = func("main.Describe", "func(any) string");
  EXPECT(vole_iface_make(vole, NULL, type("int"), &number, &any, &err));
  EXPECT(vole_iface_type(vole, any) == type("int"));
  EXPECT(vole_iface_get(vole, any, type("int"), &got, &err) && got == 77);
  EXPECT(vole_call(vole, describe, &any, &said, &err) && is(said, "int 77"));
  EXPECT(vole_iface_make(vole, type("Shape"), type("Point"), &p, &shape, &err));
  EXPECT(vole_iface_type(vole, shape) == type("Point"));
  struct vole_ref *ref = vole_hold(vole, shape.data);
  EXPECT(vole_call(vole, func("main.Shape.Sum", "func(Shape) int"), &shape, &sum, &err));
  EXPECT(sum == 34);
  EXPECT(vole_iface_make(vole, NULL, type("Shape"), &shape, &any, &err));
  EXPECT(any.type == type("Point") && any.data == shape.data);
  EXPECT(vole_iface_get(vole, any, type("Shape"), &back, &err) && back.type == shape.type);
  struct point copy = {0};
  EXPECT(vole_iface_get(vole, shape, type("Point"), &copy, &err) && copy.x == 30);
  vole_release(vole, ref);
  struct vole_iface nil = {0};
  EXPECT(!vole_iface_type(vole, nil));
  EXPECT(vole_iface_make(vole, type("Shape"), type("any"), &nil, &back, &err) && !back.type);
  REFUSED(vole_iface_make(vole, type("error"), type("Point"), &p, &back, &err),
          "main.Point does not implement error (missing method Error)");
  REFUSED(vole_iface_make(vole, type("int"), type("Point"), &p, &back, &err), "of a interface");
  REFUSED(vole_iface_make(vole, NULL, type("int"), NULL, &back, &err), "value is NULL");
  REFUSED(vole_iface_make(vole, NULL, type("int"), &p, NULL, &err), "iface is NULL");
  REFUSED(vole_iface_get(vole, any, type("int"), &got, &err), "holds main.Point, not int");
  REFUSED(vole_iface_get(vole, nil, type("int"), &got, &err), "holds nil, not int");
  REFUSED(vole_iface_get(vole, nil, type("Shape"), &back, &err), "holds nil, not main.Shape");
  REFUSED(vole_iface_get(vole, any, type("int"), NULL, &err), "value is NULL");
}

static void errors(void) {
  struct vole_iface nil = {0}, inner = vole_error_new(vole, "no\0disk", 7, nil), cause;
  struct vole_iface outer = vole_error_new(vole, "cannot save", 11, inner);
  EXPECT(inner.type && outer.type && outer.type == inner.type);
  struct vole_ref *ref = vole_hold(vole, outer.data);
  EXPECT(vole_call(vole, func("main.Cause", "func(error) error"), &outer, &cause, &err));
  EXPECT(cause.data == inner.data);
  char *text = vole_iface_text(vole, outer, &err);
  EXPECT(text && strcmp(text, "cannot save") == 0);
  free(text);
  struct vole_iface number;
  int64_t one = 1;
  EXPECT(vole_iface_make(vole, NULL, type("int"), &one, &number, &err));
  EXPECT(!vole_error_new(vole, "x", 1, number).type); // an int is no error
  EXPECT(!vole_error_new(vole, NULL, 1, nil).type && !vole_error_new(NULL, "x", 1, nil).type);
  vole_release(vole, ref);
}

// func(string, int) (string, error)
static bool repeat(struct vole *instance, void *user, const void *arguments, void *results) {
  const struct {
    struct vole_string s;
    int64_t n;
  } *in = arguments;
  struct {
    struct vole_string s;
    struct vole_iface error;
  } *out = results;
  char twice[100];
  int *calls = user;
  ++*calls;
  if (in->s.len == 0) {
    out->error = vole_error_new(instance, "empty", 5, (struct vole_iface){0});
    return out->error.type;
  }
  if (in->s.len > 40) {
    vole_panic_value(instance, vole_error_new(instance, "too long", 8, (struct vole_iface){0}));
    return false;
  }
  snprintf(twice, sizeof twice, "%.*s%.*s", (int)in->s.len, in->s.ptr, (int)in->s.len, in->s.ptr);
  vole_collect(instance, NULL);
  out->s = vole_string_new(instance, twice, strlen(twice));
  return true;
}

static void closures(void) {
  const struct vole_type *of_ints = type("func(int) int");
  int64_t three = 3, four = 4, out = 0;
  void *adder, *method;
  EXPECT(vole_call(vole, func("main.Adder", "func(int) func(int) int"), &three, &adder, &err));
  struct vole_ref *ref = vole_hold(vole, adder);
  EXPECT(vole_closure_call(vole, of_ints, adder, &four, &out, &err) && out == 7);
  EXPECT(vole_closure_call(vole, of_ints, adder, &four, &out, &err) && out == 11);
  REFUSED(vole_closure_call(vole, type("func(string) int"), adder, &four, &out, &err),
          "closure is not a func(string) int");
  REFUSED(vole_closure_call(vole, of_ints, &four, &four, &out, &err), "is not a func(int) int");
  REFUSED(vole_closure_call(vole, of_ints, NULL, &four, &out, &err), "the func is nil");
  REFUSED(vole_closure_call(vole, of_ints, adder, NULL, &out, &err), "arguments is NULL");
  REFUSED(vole_closure_call(vole, type("int"), adder, &four, &out, &err), "no type of a func");
  vole_release(vole, ref);

  struct point *p = vole_object_new(vole, type("Point"), &err);
  const struct vole_type *method_type;
  p->x = 5;
  ref = vole_hold(vole, p);
  EXPECT(vole_method(vole, type("*Point"), &p, "Move", &method, &method_type, &err));
  EXPECT(method_type == type("func(int)"));
  EXPECT(vole_closure_call(vole, method_type, method, &four, NULL, &err) && p->x == 9);
  EXPECT(vole_method(vole, type("Point"), p, "Sum", &method, &method_type, &err));
  p->x = 100; // the method value has a copy
  EXPECT(vole_closure_call(vole, method_type, method, NULL, &out, &err) && out == 9);
  struct vole_string said;
  EXPECT(vole_method(vole, type("*Point"), &p, "hidden", &method, &method_type, &err));
  EXPECT(vole_closure_call(vole, method_type, method, NULL, &said, &err) && is(said, "hidden "));
  struct vole_iface shape, nil = {0};
  EXPECT(vole_iface_make(vole, type("Shape"), type("*Point"), &p, &shape, &err));
  EXPECT(vole_method(vole, type("Shape"), &shape, "Sum", &method, NULL, &err));
  EXPECT(vole_closure_call(vole, type("func() int"), method, NULL, &out, &err) && out == 100);
  REFUSED(vole_method(vole, type("Point"), p, "Move", &method, NULL, &err),
          "main.Point has no method Move");
  REFUSED(vole_method(vole, type("Shape"), &nil, "Sum", &method, NULL, &err), "interface is nil");
  REFUSED(vole_method(vole, type("Point"), NULL, "Sum", &method, NULL, &err), "value is NULL");
  REFUSED(vole_method(vole, type("Point"), p, NULL, &method, NULL, &err), "name is NULL");
  REFUSED(vole_method(vole, type("Point"), p, "Sum", NULL, NULL, &err), "closure is NULL");
  vole_release(vole, ref);
}

static void native_closures(void) {
  int calls = 0;
  const struct vole_type *t = type("func(string, int) (string, error)");
  void *closure = vole_closure_new(vole, t, repeat, &calls, &err);
  struct vole_ref *ref = vole_hold(vole, closure);
  struct {
    void *f;
    struct vole_string s;
  } in = {closure, vole_string_new(vole, "ab", 2)};
  struct vole_func *apply =
      func("main.Apply", "func(func(string, int) (string, error), string) string");
  struct vole_string said;
  EXPECT(closure && vole_call(vole, apply, &in, &said, &err) && is(said, "abab"));
  in.s.len = 0;
  EXPECT(vole_call(vole, apply, &in, &said, &err) && is(said, "failed: empty"));
  in.s = vole_string_new(vole, "0123456789012345678901234567890123456789!", 41);
  EXPECT(!vole_call(vole, apply, &in, &said, &err) && err.kind == VOLE_ERROR_PANIC &&
         strstr(err.message, "too long"));
  struct {
    struct vole_string s;
    int64_t n;
  } direct = {vole_string_new(vole, "xy", 2), 0};
  struct {
    struct vole_string s;
    struct vole_iface error;
  } out;
  EXPECT(vole_closure_call(vole, t, closure, &direct, &out, &err));
  EXPECT(vole_collect(vole, &err) && vole_collect(vole, &err) && is(out.s, "xyxy"));
  EXPECT(!out.error.type && calls == 4);
  REFUSED(vole_closure_new(vole, t, NULL, NULL, &err), "function is NULL");
  REFUSED(vole_closure_new(vole, type("int"), repeat, NULL, &err), "no type of a func");
  vole_release(vole, ref);
}

static void panics(void) {
  struct vole_string s = vole_string_new(vole, "a\0b", 3), value;
  EXPECT(!vole_call(vole, func("main.Fail", "func(string)"), &s, NULL, &err) && err.message &&
         err.kind == VOLE_ERROR_PANIC &&
         err.size == strlen("panic: a") + strlen(err.message + 9) + 1 &&
         memcmp(err.message, "panic: a\0b\n\n", 12) == 0 && err.text_size == 12 &&
         strncmp(err.message + 12, "goroutine 1", 11) == 0);
  vole_call(vole, func("main.Fail", "func(string)"), &s, NULL, &err);
  EXPECT(vole_iface_get(vole, err.panic, type("string"), &value, NULL) && value.len == 3);
  struct vole_iface error = vole_error_new(vole, "cause", 5, (struct vole_iface){0});
  vole_call(vole, func("main.FailWith", "func(error)"), &error, NULL, &err);
  char *text = vole_iface_text(vole, err.panic, NULL);
  EXPECT(text && strcmp(text, "wrapped: cause") == 0);
  free(text);
}

// Calls every function for values on an instance that cannot do it: each says so.
static void refuse(struct vole *v, const struct vole_type *t, const char *says) {
  int64_t number = 1, object[4];
  struct vole_slice s = {0};
  struct vole_iface iface = {0};
  struct vole_symbol symbol;
  void *word = NULL;
  bool found;
  REFUSED(vole_object_new(v, t, &err), says);
  REFUSED(vole_make(v, t, 1, 1, &s, &err), says);
  REFUSED(vole_store(v, t, object, &number, &err), says);
  REFUSED(vole_append(v, t, &s, NULL, 1, &err), says);
  REFUSED(vole_map_get(v, t, NULL, &number, &number, &found, &err), says);
  REFUSED(vole_map_set(v, t, NULL, &number, &number, &err), says);
  REFUSED(vole_map_delete(v, t, NULL, &number, &err), says);
  REFUSED(vole_map_entries(v, t, NULL, NULL, NULL, &err) >= 0, says);
  REFUSED(vole_chan_send(v, t, NULL, &number, false, &err), says);
  REFUSED(vole_chan_receive(v, t, NULL, &number, false, &err), says);
  REFUSED(vole_chan_close(v, t, NULL, &err), says);
  REFUSED(vole_iface_make(v, NULL, t, &number, &iface, &err), says);
  REFUSED(vole_iface_get(v, iface, t, &number, &err), says);
  REFUSED(vole_closure_new(v, t, repeat, NULL, &err), says);
  REFUSED(vole_method(v, t, &number, "M", &word, NULL, &err), says);
  EXPECT(!v || !vole_package_symbol(v, "nowhere", 0, &symbol));
}

// func Deep(n int) int: what a native must not do to its instance.
static bool meddle(struct vole *instance, void *user, const void *arguments, void *results) {
  static const char text[] = "package main\nfunc main() {}\n";
  struct vole_source file = {"m.go", text, sizeof text - 1};
  struct vole_package package = {.files = &file, .file_count = 1};
  (void)user;
  REFUSED(vole_reload(instance, &package, 1, &err), "not in a native");
  REFUSED(vole_bind_package(instance, "p", "package p", 9, NULL, 0, &err), "not in a native");
  *(int64_t *)results = *(const int64_t *)arguments;
  return true;
}

static void refusals(void) {
  int64_t n = 3, got = 0;
  const struct vole_type *t = type("func(int) int");
  void *closure = vole_closure_new(vole, t, meddle, NULL, &err);
  EXPECT(vole_closure_call(vole, t, closure, &n, &got, &err) && got == 3);
  refuse(NULL, t, "the instance is NULL");
  static const char exits[] = "package main\nimport \"os\"\nfunc main() { os.Exit(0) }\n";
  struct vole *other = vole_new(NULL, &err);
  refuse(other, t, "the type is not one of the instance");
  REFUSED(vole_closure_call(other, t, closure, &n, &got, &err), "no program is loaded");
  EXPECT(vole_load_string(other, "exits.go", exits, sizeof exits - 1, &err));
  refuse(other, t, "the type is not one of the instance");
  REFUSED(vole_closure_call(other, t, closure, &n, &got, &err), "not one of the instance");
  vole_run(other, &err);
  vole_error_clear(&err);
  struct vole_package none = {0};
  REFUSED(vole_reload(other, &none, 1, &err), "the instance has ended");
  REFUSED(vole_type(other, "int", &err), "the instance has ended");
  REFUSED(vole_hold_weak(other, &n, &err), "the instance has ended");
  REFUSED(vole_hold_weak(NULL, &n, &err), "the instance is NULL");
  REFUSED(vole_finalize(NULL, &n, NULL, NULL, &err), "finalizer is NULL");
  REFUSED(vole_reload(NULL, &none, 1, &err), "the instance is NULL");
  REFUSED(vole_reload(vole, NULL, 1, &err), "no packages are given");
  vole_panic_value(NULL, (struct vole_iface){0});
  vole_panic_value(vole, (struct vole_iface){0});
  EXPECT(!vole_user(NULL) && !vole_package_symbol(NULL, "main", 0, NULL));
  vole_free(other);
}

int api_values_calls(struct vole *instance); // for api_values.c

int api_values_calls(struct vole *instance) {
  vole = instance;
  interfaces();
  errors();
  closures();
  native_closures();
  panics();
  refusals();
  return failures;
}
