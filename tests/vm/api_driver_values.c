// The steps of the random driver that make values and read them back: see api_driver.h.

#include <stdlib.h>
#include <string.h>

#include "tests/vm/api_driver.h"

static const struct vole_type *type_of(struct model *m, const char *text) {
  struct vole_error err = {0};
  const struct vole_type *type = vole_type(m->vole, text, &err);
  outcome(text, type != NULL, m->loaded, VOLE_ERROR_USAGE, &err);
  return type;
}

void use_slice(struct model *m) {
  struct vole_error err = {0};
  const struct vole_type *type = type_of(m, "[]string");
  struct vole_slice s = {0};
  int64_t n = below(20);
  for (int64_t i = 0; i < n; i++) {
    struct vole_string word = vole_string_new(m->vole, "abcdefgh", (size_t)(i % 9));
    outcome("append", vole_append(m->vole, type, &s, &word, 1, &err), type, VOLE_ERROR_USAGE, &err);
  }
  for (int64_t i = 0; i < s.len; i++)
    if (((struct vole_string *)s.ptr)[i].len != i % 9)
      fail("a slice has changed", NULL);
  if (type && s.len != n)
    fail("a slice is too short", NULL);
  bool wrong = below(3) == 0;
  s.cap = wrong ? s.len - 1 - below(3) : s.cap;
  outcome("append zeros", vole_append(m->vole, type, &s, NULL, below(30), &err), type && !wrong,
          VOLE_ERROR_USAGE, &err);
}

void use_map(struct model *m) {
  struct vole_error err = {0};
  const struct vole_type *type = type_of(m, "map[int]string");
  void *map = NULL;
  uint64_t model = 0; // which keys are there
  outcome("make", vole_make(m->vole, type, below(40), 0, &map, &err), type, VOLE_ERROR_USAGE, &err);
  for (int i = 0; type && i < 60; i++) {
    int64_t key = below(64);
    struct vole_string value = vole_string_new(m->vole, "0123456789", (size_t)key % 10);
    bool found, adds = below(3), was = model >> key & 1;
    outcome("get", vole_map_get(m->vole, type, map, &key, &value, &found, &err), true,
            VOLE_ERROR_USAGE, &err);
    if (found != was || value.len != (was ? key % 10 : 0))
      fail("a map has changed", NULL);
    value = vole_string_new(m->vole, "0123456789", (size_t)key % 10);
    outcome("change",
            adds ? vole_map_set(m->vole, type, map, &key, &value, &err)
                 : vole_map_delete(m->vole, type, map, &key, &err),
            true, VOLE_ERROR_USAGE, &err);
    model = adds ? model | UINT64_C(1) << key : model & ~(UINT64_C(1) << key);
  }
  struct vole_slice keys = {0};
  int64_t count = vole_map_entries(m->vole, type, map, &keys, NULL, &err);
  outcome("entries", count >= 0, type, VOLE_ERROR_USAGE, &err);
  if (type && (count != __builtin_popcountll(model) || keys.len != count))
    fail("a map has another size", NULL);
  outcome("another map",
          vole_map_set(m->vole, type_of(m, "map[int]int"), map, &count, &count, &err), false,
          VOLE_ERROR_USAGE, &err);
}

void use_channel(struct model *m) {
  struct vole_error err = {0};
  const struct vole_type *type = type_of(m, "chan int");
  void *channel = NULL;
  int64_t room = below(5), sent = 0, received = 0;
  outcome("make", vole_make(m->vole, type, room, 0, &channel, &err), type, VOLE_ERROR_USAGE, &err);
  for (int i = 0; type && i < 20; i++) {
    bool sends = below(2), can = sends ? sent - received < room : sent > received;
    int64_t value = sent;
    enum vole_chan_outcome done =
        sends ? vole_chan_send(m->vole, type, channel, &value, can && below(2), &err)
              : vole_chan_receive(m->vole, type, channel, &value, can && below(2), &err);
    if (done != (can ? VOLE_CHAN_DONE : VOLE_CHAN_WOULD_BLOCK) ||
        (can && value != (sends ? sent : received)))
      fail("a channel", &err);
    *(sends ? &sent : &received) += can;
  }
  outcome("close", vole_chan_close(m->vole, type, channel, &err), type, VOLE_ERROR_USAGE, &err);
  outcome("close again", vole_chan_close(m->vole, type, channel, &err), false,
          type ? VOLE_ERROR_PANIC : VOLE_ERROR_USAGE, &err);
}

void use_interface(struct model *m) {
  struct vole_error err = {0};
  const struct vole_type *number = type_of(m, "int"), *error = type_of(m, "error"),
                         *mine = type_of(m, "failure");
  int64_t value = below(100000), got = 0;
  struct vole_iface iface = {0}, nil = {0};
  outcome("int is no error", vole_iface_make(m->vole, error, number, &value, &iface, &err), false,
          VOLE_ERROR_USAGE, &err);
  bool ok = vole_iface_make(m->vole, below(2) ? error : NULL, mine, &value, &iface, &err);
  outcome("make", ok, m->loaded, VOLE_ERROR_USAGE, &err);
  outcome("get", vole_iface_get(m->vole, iface, mine, &got, &err), ok, VOLE_ERROR_USAGE, &err);
  if (ok && (got != value || vole_iface_type(m->vole, iface) != mine))
    fail("an interface has changed", NULL);
  outcome("get another", vole_iface_get(m->vole, iface, number, &got, &err), false,
          VOLE_ERROR_USAGE, &err);
  iface = vole_error_new(m->vole, "text", below(5), nil);
  if ((iface.type != NULL) != m->loaded)
    fail("error_new", NULL);
}

// func(int) int: panics with a value, or returns a number.
static bool native(struct vole *vole, void *user, const void *arguments, void *results) {
  int64_t n = *(const int64_t *)arguments;
  if (n % 3 == 0)
    vole_panic_value(vole, vole_error_new(vole, "third", 5, (struct vole_iface){0}));
  *(int64_t *)results = n * 2;
  return user && n % 3;
}

void use_closure(struct model *m) {
  struct vole_error err = {0};
  const struct vole_type *type = type_of(m, "func(int) int"), *pointer = type_of(m, "*P"),
                         *method_type;
  int64_t n = below(30), got = 0;
  void *closure = vole_closure_new(m->vole, type, native, m, &err), *method = NULL;
  outcome("closure", closure != NULL, m->loaded, VOLE_ERROR_USAGE, &err);
  bool ok = vole_closure_call(m->vole, type, closure, &n, &got, &err);
  outcome("closure_call", ok, closure && n % 3, closure ? VOLE_ERROR_PANIC : VOLE_ERROR_USAGE,
          &err);
  if (ok && got != 2 * n)
    fail("a closure computes something else", NULL);
  uint32_t i = below(refs);
  struct p *p = vole_ref_object(m->held[i].ref);
  if (!p)
    return;
  outcome("method", vole_method(m->vole, pointer, &p, "Add", &method, &method_type, &err), true,
          VOLE_ERROR_USAGE, &err);
  outcome("no method", vole_method(m->vole, pointer, &p, "Sub", &closure, NULL, &err), false,
          VOLE_ERROR_USAGE, &err);
  if (!vole_closure_call(m->vole, method_type, method, &n, &got, &err) ||
      got != (m->held[i].n += n))
    fail("a method value", &err);
}

// Finalizers: each runs once, at the latest when the instance is freed.
static long finalizers_set, finalizers_run;

static void finalizer(void *user) {
  __atomic_add_fetch((long *)user, 1, __ATOMIC_RELAXED);
}

void use_finalizer(struct model *m) {
  struct vole_error err = {0};
  struct p *p = vole_object_new(m->vole, type_of(m, "P"), &err), *other = NULL;
  outcome("object", p != NULL, m->loaded, VOLE_ERROR_USAGE, &err);
  bool ok = vole_finalize(m->vole, p, finalizer, &finalizers_run, &err);
  outcome("finalize", ok, p != NULL, VOLE_ERROR_USAGE, &err);
  finalizers_set += ok;
  struct vole_ref *weak = vole_hold_weak(m->vole, p, &err);
  outcome("hold_weak", weak != NULL, p != NULL, VOLE_ERROR_USAGE, &err);
  outcome("weak", vole_weak_object(m->vole, weak, (void **)&other, &err) && other == p, p != NULL,
          VOLE_ERROR_USAGE, &err);
  struct vole_string s = vole_string_new(m->vole, "zzz", 3);
  outcome("store", vole_store(m->vole, type_of(m, "string"), p ? &p->s : NULL, &s, &err), p != NULL,
          VOLE_ERROR_USAGE, &err);
  vole_release(m->vole, weak);
}

bool finalizers_have_run(void) {
  return finalizers_run == finalizers_set;
}
