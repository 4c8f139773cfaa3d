// Channels as hosts use them.
//
// What need not wait is done at once. What waits is a call of a trampoline
// (vm/compile/trampoline.c), which waits as any goroutine does.

#include <string.h>

#include "gc/barrier.h"
#include "gc/malloc.h"
#include "mem/invariant.h"
#include "runtime/chan.h"
#include "runtime/instance.h"
#include "runtime/panic.h"
#include "runtime/root.h"
#include "vm/api/guard.h"
#include "vm/api/internal.h"
#include "vm/compile/compile.h"

// What a function of vole.h was given, and returns.
struct chan_use {
  const char *what;
  const struct vole_type *type;
  struct chan *channel;
  const void *from;
  void *to;
  bool waits;
  enum vole_chan_outcome outcome;
  struct vole_error *err;
};

// Returns the type of the channel, which can be used; else NULL with err filled. forbidden: a
// direction that the type must not have alone.
static struct rtype *checked(struct vole *vole, const struct chan_use *u, int forbidden) {
  struct rtype *type = api_type(vole, u->type, KIND_CHAN, u->what, u->err);
  if (!type || !api_is_sound(vole, type->elem, u->from, 1, u->what, u->err))
    return NULL;
  if (type->chan_direction == forbidden)
    api_error(u->err, VOLE_ERROR_USAGE, 2, "%s: a %s does not allow it", u->what, type->string);
  else if (u->channel && (!api_is_object(&vole->machine.runtime, u->channel, sizeof *u->channel) ||
                          u->channel->elem != type->elem))
    api_error(u->err, VOLE_ERROR_USAGE, 2, "%s: the channel is not a %s", u->what, type->string);
  else
    return type;
  return NULL;
}

// Drops the panic of an operation, of which g has a record, and reports it.
static bool report_panic(struct g *g, const char *text, struct vole_error *err) {
  panic_drop(g);
  struct interp_panic panic = {.text = strdup(text)};
  panic.size = panic.text_size = panic.text ? strlen(text) : 0;
  return api_error_panic(err, &panic);
}

// Calls a trampoline with the channel and an object for an element.
static bool wait_for(struct vole *vole, const struct chan_use *u, struct rtype *type,
                     enum trampoline kind, void *element, uint64_t *result) {
  struct func *func = compile_trampoline_of(&vole->machine.program, type, kind);
  uint64_t slots[2] = {(uint64_t)u->channel, (uint64_t)element};
  struct api_arguments arguments = {.slots = slots, .keep = element};
  return api_call(vole, func, arguments, result, u->err);
}

// Returns a new object with a copy of an element, which is held for the caller.
static void *new_element(struct vole *vole, const struct rtype *elem, const void *from,
                         struct vole_error *err) {
  struct m *previous;
  struct g *g = api_enter_heap(vole, elem->layout.size, &previous, err);
  if (!g)
    return NULL;
  const struct layout *layout = &elem->layout;
  void *element = gc_malloc(&g->runtime->gc, g_gc_p(g), layout->size, layout, true);
  if (from)
    gc_move_typed(&g->runtime->gc, g_gc_p(g), element, from, layout->size, layout);
  runtime_hold_for(g->runtime, g->activations, element);
  runtime_leave(&vole->machine.runtime, previous);
  return element;
}

static bool send(struct vole *vole, void *argument) {
  struct chan_use *u = argument;
  struct m *previous;
  struct rtype *type = checked(vole, u, 2);
  struct g *g = type ? api_enter_heap(vole, 0, &previous, u->err) : NULL;
  if (!g)
    return false;
  enum chan_outcome outcome = chan_send(g, u->channel, u->from, NULL);
  bool ok = outcome != CHAN_PANICKED || report_panic(g, "panic: send on closed channel\n", u->err);
  runtime_leave(&vole->machine.runtime, previous);
  u->outcome = outcome == CHAN_DONE ? VOLE_CHAN_DONE : VOLE_CHAN_WOULD_BLOCK;
  if (outcome != CHAN_WOULD_BLOCK || !u->waits)
    return ok;
  void *element = new_element(vole, type->elem, u->from, u->err);
  u->outcome = VOLE_CHAN_DONE;
  return element && wait_for(vole, u, type, TRAMPOLINE_SEND, element, NULL);
}

static bool receive(struct vole *vole, void *argument) {
  struct chan_use *u = argument;
  struct m *previous;
  struct rtype *type = checked(vole, u, 1);
  struct g *g = type ? api_enter_heap(vole, 0, &previous, u->err) : NULL;
  if (!g)
    return false;
  bool gave = false;
  enum chan_outcome outcome = chan_receive(g, u->channel, u->to, &gave, NULL);
  if (outcome == CHAN_DONE)
    api_hold_value(g, type->elem, u->to);
  runtime_leave(&vole->machine.runtime, previous);
  u->outcome = outcome != CHAN_DONE ? VOLE_CHAN_WOULD_BLOCK
               : gave               ? VOLE_CHAN_DONE
                                    : VOLE_CHAN_CLOSED;
  if (outcome == CHAN_DONE || !u->waits)
    return true;
  uint64_t result = 0;
  void *element = new_element(vole, type->elem, NULL, u->err);
  if (!element || !wait_for(vole, u, type, TRAMPOLINE_RECEIVE, element, &result))
    return false;
  memcpy(u->to, element, type->elem->layout.size); // the object is held, and with it all of that
  u->outcome = result & 1 ? VOLE_CHAN_DONE : VOLE_CHAN_CLOSED;
  return true;
}

enum vole_chan_outcome vole_chan_send(struct vole *vole, const struct vole_type *type,
                                      void *channel, const void *value, bool wait,
                                      struct vole_error *err) {
  struct chan_use u = {.what = "vole_chan_send",
                       .type = type,
                       .channel = channel,
                       .from = value,
                       .waits = wait,
                       .err = err};
  if (!value)
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_chan_send: value is NULL"), VOLE_CHAN_FAILED;
  return api_guarded(vole, API_USE, send, &u, err) ? u.outcome : VOLE_CHAN_FAILED;
}

enum vole_chan_outcome vole_chan_receive(struct vole *vole, const struct vole_type *type,
                                         void *channel, void *value, bool wait,
                                         struct vole_error *err) {
  struct chan_use u = {.what = "vole_chan_receive",
                       .type = type,
                       .channel = channel,
                       .to = value,
                       .waits = wait,
                       .err = err};
  if (!value)
    return api_error(err, VOLE_ERROR_USAGE, 2, "vole_chan_receive: value is NULL"),
           VOLE_CHAN_FAILED;
  return api_guarded(vole, API_USE, receive, &u, err) ? u.outcome : VOLE_CHAN_FAILED;
}

static bool close_channel(struct vole *vole, void *argument) {
  const struct chan_use *u = argument;
  struct m *previous;
  struct rtype *type = checked(vole, u, 2);
  struct g *g = type ? api_enter_heap(vole, 0, &previous, u->err) : NULL;
  if (!g)
    return false;
  bool ok =
      chan_close(g, u->channel) || report_panic(g,
                                                u->channel ? "panic: close of closed channel\n"
                                                           : "panic: close of nil channel\n",
                                                u->err);
  runtime_leave(&vole->machine.runtime, previous);
  return ok;
}

bool vole_chan_close(struct vole *vole, const struct vole_type *type, void *channel,
                     struct vole_error *err) {
  struct chan_use u = {.what = "vole_chan_close", .type = type, .channel = channel, .err = err};
  return api_guarded(vole, API_USE, close_channel, &u, err);
}
