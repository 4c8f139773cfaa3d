// Channels and select, step by step against a model: who may go on, who is woken, what arrives.

#include "runtime/chan.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "gc/control.h"
#include "gc/malloc.h"
#include "mem/atomic.h"
#include "runtime/instance.h"
#include "runtime/panic.h"
#include "runtime/random.h"
#include "runtime/root.h"
#include "runtime/runq.h"
#include "runtime/sched.h"
#include "runtime/select.h"
#include "tests/runtime/fixture.h"

enum {
  channels = 7,
  goroutines = 40,
  max_cases = 4,
  max_capacity = 3,
  value_words = 6,
  case_words = 1 + value_words,
  steps = 60000,
};

// A goroutine that waits in the model.
struct waiter {
  int g, index; // index: of the case
  uint64_t number;
};

struct queue {
  struct waiter items[goroutines * max_cases];
  int count;
};

struct channel {
  struct chan *chan;
  struct runtime_ref *handle;
  struct rtype type;
  uint64_t buffer[max_capacity];
  int count, capacity;
  bool closed;
  struct queue senders, receivers;
};

struct member {
  struct g *g;
  bool waits, selects;
  int count;                     // of its cases
  struct channel *on[max_cases]; // what the cases are about
  uint64_t numbers[max_cases];   // that they send
  struct select_case cases[max_cases];
  uint64_t slots[max_cases * case_words]; // a channel and a value for each
};

struct world {
  struct fixture f;
  struct rtype elems[5];
  struct rtype types[5];
  struct channel channels[channels];
  struct member members[goroutines];
  uint64_t next_number;
  uint64_t closed_wakes, handed, selected, large;
};

static bool resume(struct g *g) {
  (void)g;
  return true;
}

// Values: a number as each type carries it.

static bool has_pointer(const struct rtype *elem) {
  return elem->layout.ptrdata != 0;
}

static int pointer_word(const struct rtype *elem) {
  return (int)(elem->layout.ptrdata / sizeof(uint64_t)) - 1;
}

static void make_value(struct world *w, uint64_t *value, const struct rtype *elem, uint64_t n) {
  memset(value, 0, value_words * sizeof *value);
  value[0] = n;
  if (has_pointer(elem)) {
    uint64_t *boxed = gc_malloc(&w->f.rt->gc, &runtime_p(w->f.rt)->gc, sizeof n, NULL, true);
    *boxed = n;
    value[pointer_word(elem)] = (uint64_t)boxed;
  }
}

static void expect_value(const uint64_t *value, const struct rtype *elem, uint64_t n, bool ok) {
  uint64_t got = 0;
  if (has_pointer(elem)) {
    const uint64_t *boxed = (const uint64_t *)value[pointer_word(elem)];
    cr_assert_eq(boxed != NULL, ok);
    if (boxed)
      cr_assert_eq(*boxed, n);
  }
  size_t bytes = elem->layout.size < sizeof n ? elem->layout.size : sizeof n;
  if (has_pointer(elem) && pointer_word(elem) == 0)
    return;
  memcpy(&got, value, bytes);
  uint64_t mask = bytes == sizeof n ? UINT64_MAX : (UINT64_C(1) << 8 * bytes) - 1;
  cr_assert_eq(got, ok ? n & mask : 0, "got %llu, not %llu", (unsigned long long)got,
               (unsigned long long)n);
}

// The world.

static void open_channel(struct world *w, struct channel *c, int kind, int capacity) {
  memset(c, 0, sizeof *c);
  c->type = w->types[kind];
  c->capacity = capacity;
  c->chan = chan_make(w->f.g, &c->type, capacity);
  c->handle = runtime_hold(w->f.rt, c->chan);
}

static void world_init(struct world *w, const char *voledebug) {
  static const uint8_t wide_mask[] = {1 << 4};
  memset(w, 0, sizeof *w);
  fixture_init(&w->f, voledebug);
  w->elems[0] = w->f.t_int;
  w->elems[1] = w->f.t_uint8;
  w->elems[2] = w->f.t_string;
  w->elems[3] = w->f.t_int;
  w->elems[3].layout = (struct layout){value_words * sizeof(uint64_t), 40, wide_mask};
  w->elems[4] = w->f.t_int;
  w->elems[4].layout = (struct layout){0, 0, NULL};
  for (int i = 0; i < 5; i++) {
    w->types[i] = w->f.t_int_pointer;
    w->types[i].kind = KIND_CHAN;
    w->types[i].elem = &w->elems[i];
  }
  for (int i = 0; i < channels; i++)
    open_channel(w, &w->channels[i], i % 5, i % (max_capacity + 1));
  for (int i = 0; i < goroutines; i++)
    w->members[i].g = g_new(w->f.rt, runtime_p(w->f.rt));
}

static uint64_t chance(struct world *w, uint64_t limit) {
  return runtime_random(runtime_p(w->f.rt)) % limit;
}

static void run_as(struct world *w, struct g *g, enum g_status from) {
  struct m *m = &w->f.rt->m0;
  g_set_status(g, from, GRUNNING);
  g->m = m;
  m->current_g = g;
}

// Whether g waits now; else it is put aside.
static bool stop_as(struct world *w, struct g *g) {
  struct m *m = &w->f.rt->m0;
  bool waits = !m->current_g;
  if (!waits)
    g_set_status(g, GRUNNING, GDEAD);
  m->current_g = w->f.g;
  return waits;
}

static void expect_panic(struct g *g) {
  struct text text = {0};
  cr_assert(g->panics);
  panic_print_value(g, g->panics, &text);
  cr_assert_str_eq(text_take(&text), "send on closed channel");
  panic_drop(g);
}

// The model.

static void remove_waiter(struct queue *q, int g) {
  int kept = 0;
  for (int i = 0; i < q->count; i++)
    if (q->items[i].g != g)
      q->items[kept++] = q->items[i];
  q->count = kept;
}

static struct waiter take_waiter(struct world *w, struct queue *q) {
  struct waiter first = q->items[0];
  struct member *m = &w->members[first.g];
  for (int i = 0; i < m->count; i++) {
    remove_waiter(&m->on[i]->senders, first.g);
    remove_waiter(&m->on[i]->receivers, first.g);
  }
  return first;
}

// The goroutine that was woken does what is left: its case is over, ok or because of a close.
static void expect_resumed(struct world *w, struct waiter expected, uint64_t received, bool ok) {
  struct member *m = &w->members[expected.g];
  const struct select_case *c = &m->cases[expected.index];
  uint64_t *value = m->slots + c->value;
  run_as(w, m->g, GRUNNABLE);
  cr_assert_eq(m->g->resume, resume);
  bool sound = true;
  if (m->selects) {
    struct sudog *s = select_resume(m->g);
    cr_assert_eq(s->index, expected.index);
    cr_assert_eq(s->state, ok ? SUDOG_DONE : SUDOG_CLOSED);
    if (!c->send)
      chan_take_received(s, value);
    sudog_release(m->g, s);
    w->selected++;
  } else if (c->send)
    sound = chan_resume_send(m->g);
  else
    cr_assert_eq(chan_resume_receive(m->g, value), ok);
  if (c->send && !m->selects)
    cr_assert_eq(sound, ok);
  if (!sound)
    expect_panic(m->g);
  if (!c->send)
    expect_value(value, m->on[expected.index]->type.elem, received, ok);
  cr_assert_eq(m->g->waiting, NULL);
  cr_assert_eq(stop_as(w, m->g), false);
  m->waits = false;
}

static void expect_woken(struct world *w, struct waiter expected, uint64_t received) {
  struct g *g = sched_get(w->f.rt, runtime_p(w->f.rt));
  cr_assert_eq(g, w->members[expected.g].g);
  w->handed++;
  expect_resumed(w, expected, received, true);
}

static bool can_go_on(const struct channel *c, bool send) {
  if (c->closed)
    return true;
  return send ? c->receivers.count || c->count < c->capacity : c->senders.count || c->count;
}

// The model's side of a case that was done at once, with its value where m's slots say.
static void follow(struct world *w, struct member *m, int index, bool ok) {
  struct channel *c = m->on[index];
  uint64_t number = 0;
  if (m->cases[index].send) {
    if (c->receivers.count)
      expect_woken(w, take_waiter(w, &c->receivers), m->numbers[index]);
    else
      c->buffer[c->count++] = m->numbers[index];
    return;
  }
  bool some = c->count || c->senders.count, wake = c->senders.count;
  struct waiter sender = {0};
  cr_assert_eq(ok, some);
  if (wake)
    sender = take_waiter(w, &c->senders);
  if (c->count) {
    number = c->buffer[0];
    memmove(c->buffer, c->buffer + 1, sizeof c->buffer - sizeof c->buffer[0]);
    c->count--;
    if (wake)
      c->buffer[c->count++] = sender.number;
  } else if (wake)
    number = sender.number;
  expect_value(m->slots + m->cases[index].value, c->type.elem, number, some);
  if (wake)
    expect_woken(w, sender, 0);
}

static void check_channels(struct world *w) {
  for (int i = 0; i < channels; i++) {
    struct channel *c = &w->channels[i];
    cr_assert_eq(chan_length(c->chan), c->count);
    cr_assert_eq(chan_capacity(c->chan), c->capacity);
    mutex_lock(&c->chan->lock);
    chan_check(c->chan);
    mutex_unlock(&c->chan->lock);
  }
}

// Steps.

static void choose_cases(struct world *w, struct member *m, int count) {
  m->count = count;
  for (int i = 0; i < count; i++) {
    struct channel *c = &w->channels[chance(w, channels)];
    m->on[i] = c;
    m->numbers[i] = ++w->next_number;
    m->cases[i] = (struct select_case){.channel = (uint16_t)(i * case_words),
                                       .value = (uint16_t)(i * case_words + 1),
                                       .send = chance(w, 2)};
    m->slots[m->cases[i].channel] = (uint64_t)c->chan;
    if (m->cases[i].send)
      make_value(w, m->slots + m->cases[i].value, c->type.elem, m->numbers[i]);
    else
      memset(m->slots + m->cases[i].value, 0x55, value_words * sizeof(uint64_t));
    w->large += chan_needs_room(c->chan);
  }
}

static enum chan_outcome operate(struct member *m, bool may_wait, struct select_choice *choice) {
  bool (*continuation)(struct g *) = may_wait ? resume : NULL;
  uint64_t *value = m->slots + m->cases[0].value;
  *choice = (struct select_choice){0};
  if (m->selects)
    return select_run(m->g, m->slots, m->cases, (uint32_t)m->count, continuation, choice);
  if (m->cases[0].send)
    return chan_send(m->g, m->on[0]->chan, value, continuation);
  return chan_receive(m->g, m->on[0]->chan, value, &choice->ok, continuation);
}

static void note_waiting(struct member *m, int g) {
  for (int i = 0; i < m->count; i++) {
    struct queue *q = m->cases[i].send ? &m->on[i]->senders : &m->on[i]->receivers;
    q->items[q->count++] = (struct waiter){g, i, m->numbers[i]};
  }
}

// The order in which one select stands twice in one queue is not specified.
static bool stands_twice(const struct member *m) {
  for (int i = 0; i < m->count; i++)
    for (int j = 0; j < i; j++)
      if (m->on[i] == m->on[j] && m->cases[i].send == m->cases[j].send)
        return true;
  return false;
}

static void step(struct world *w) {
  int number = (int)chance(w, goroutines);
  struct member *m = &w->members[number];
  struct select_choice choice;
  if (m->waits)
    return;
  m->selects = chance(w, 3) == 0;
  do
    choose_cases(w, m, m->selects ? 1 + (int)chance(w, max_cases) : 1);
  while (stands_twice(m));
  bool ready = false, may_wait = chance(w, 4) != 0;
  for (int i = 0; i < m->count; i++)
    ready = ready || can_go_on(m->on[i], m->cases[i].send);
  run_as(w, m->g, GDEAD);
  enum chan_outcome outcome = operate(m, may_wait, &choice);
  m->waits = stop_as(w, m->g);
  cr_assert_eq(m->waits, outcome == CHAN_BLOCKED);
  int index = (int)choice.index;
  if (!ready) {
    cr_assert_eq(outcome, may_wait ? CHAN_BLOCKED : CHAN_WOULD_BLOCK);
    if (m->waits)
      note_waiting(m, number);
  } else if (outcome == CHAN_PANICKED) {
    cr_assert(m->on[index]->closed && m->cases[index].send);
    expect_panic(m->g);
  } else {
    cr_assert_eq(outcome, CHAN_DONE);
    cr_assert(can_go_on(m->on[index], m->cases[index].send));
    cr_assert(!m->cases[index].send || !m->on[index]->closed);
    follow(w, m, index, choice.ok);
  }
}

// Closes a channel: everybody who waits for it is woken. It is replaced by a new one.
static void close_one(struct world *w) {
  int number = (int)chance(w, channels);
  struct channel *c = &w->channels[number];
  if (!c->closed) {
    cr_assert(chan_close(w->f.g, c->chan));
    c->closed = true;
    struct g *g;
    while ((g = sched_get(w->f.rt, runtime_p(w->f.rt)))) {
      struct waiter waiter = {-1, 0, 0};
      for (int i = 0; i < c->receivers.count; i++)
        if (w->members[c->receivers.items[i].g].g == g)
          waiter = take_waiter(w, &(struct queue){{c->receivers.items[i]}, 1});
      for (int i = 0; i < c->senders.count; i++)
        if (w->members[c->senders.items[i].g].g == g)
          waiter = take_waiter(w, &(struct queue){{c->senders.items[i]}, 1});
      cr_assert_geq(waiter.g, 0, "woken for no reason");
      w->closed_wakes++;
      expect_resumed(w, waiter, 0, false);
    }
    cr_assert_eq(c->receivers.count + c->senders.count, 0);
    return;
  }
  cr_assert(!chan_close(w->f.g, c->chan));
  free(fixture_panic(&w->f));
  runtime_release(w->f.rt, c->handle);
  open_channel(w, c, (int)chance(w, 5), (int)chance(w, max_capacity + 1));
}

static void run_steps(const char *voledebug, int count) {
  struct world *w = calloc(1, sizeof *w);
  world_init(w, voledebug);
  for (int i = 0; i < count; i++) {
    if (chance(w, 100) == 0)
      close_one(w);
    else
      step(w);
    check_channels(w);
    if (chance(w, 500) == 0)
      gc_collect(&w->f.rt->gc, &runtime_p(w->f.rt)->gc);
  }
  cr_assert(w->handed > 1000 && w->selected > 100 && w->closed_wakes > 100 && w->large > 1000);
  fixture_destroy(&w->f);
  free(w);
}

Test(chan, agrees_with_a_model) {
  run_steps("seed=1", steps);
}

Test(chan, agrees_with_a_model_checked) {
  run_steps("seed=2,verify", steps);
}

Test(chan, make_and_limits) {
  struct world *w = calloc(1, sizeof *w);
  world_init(w, NULL);
  cr_assert_eq(chan_make(w->f.g, &w->types[0], -1), NULL);
  char *text = fixture_panic(&w->f);
  cr_assert_str_eq(text, "makechan: size out of range");
  free(text);
  cr_assert_eq(chan_make(w->f.g, &w->types[3], INT64_MAX / 2), NULL);
  free(fixture_panic(&w->f));
  cr_assert_eq(chan_capacity(chan_make(w->f.g, &w->types[4], INT64_MAX)), INT64_MAX);
  cr_assert_eq(chan_length(NULL), 0);
  cr_assert_eq(chan_capacity(NULL), 0);
  cr_assert(!chan_close(w->f.g, NULL));
  text = fixture_panic(&w->f);
  cr_assert_str_eq(text, "close of nil channel");
  free(text);
  fixture_destroy(&w->f);
  free(w);
}

// Many sudogs: the cache of a P gives half back and takes new ones.
Test(chan, sudog_cache_is_bounded) {
  struct world *w = calloc(1, sizeof *w);
  world_init(w, NULL);
  struct p *p = runtime_p(w->f.rt);
  static struct sudog *held[1000];
  for (int i = 0; i < 1000; i++)
    held[i] = sudog_acquire(w->f.g);
  uintptr_t in_use = w->f.rt->sudog_alloc.in_use;
  cr_assert_geq(in_use, 1000 * sizeof(struct sudog));
  for (int i = 0; i < 1000; i++) {
    held[i]->queue = NULL;
    held[i]->wait_link = NULL;
    sudog_release(w->f.g, held[i]);
    cr_assert_leq(p->free_sudog_count, 128);
  }
  cr_assert_lt(w->f.rt->sudog_alloc.in_use, in_use / 4);
  sudog_drop_cache(w->f.rt, p);
  cr_assert_eq(w->f.rt->sudog_alloc.in_use, 0);
  fixture_destroy(&w->f);
  free(w);
}

// While a cycle marks, what changes hands is shaded: the pointer leaves a place that may not have
// been scanned for one that has been.
Test(chan, handing_over_is_recorded) {
  struct world *w = calloc(1, sizeof *w);
  world_init(w, NULL);
  struct gc *gc = &w->f.rt->gc;
  struct gc_p *p = &runtime_p(w->f.rt)->gc;
  for (int large = 0; large < 2; large++) {
    struct channel c;
    open_channel(w, &c, large ? 3 : 2, 0);
    struct member *m = &w->members[large];
    uint64_t value[value_words], to[value_words] = {0};
    bool ok;
    make_value(w, value, c.type.elem, 77);
    run_as(w, m->g, GDEAD);
    cr_assert_eq(chan_send(m->g, c.chan, value, resume), CHAN_BLOCKED);
    stop_as(w, m->g);
    gc->write_barrier.enabled = true;
    uintptr_t *before = p->wbbuf.next;
    cr_assert_eq(chan_receive(w->f.g, c.chan, to, &ok, NULL), CHAN_DONE);
    bool found = false;
    for (const uintptr_t *i = before; i < p->wbbuf.next; i++)
      found = found || *i == to[pointer_word(c.type.elem)];
    cr_assert(found, "what was taken from a sender was not recorded");
    gc->write_barrier.enabled = false;
    p->wbbuf.next = before;
    cr_assert_eq(sched_get(w->f.rt, runtime_p(w->f.rt)), m->g);
    run_as(w, m->g, GRUNNABLE);
    cr_assert(chan_resume_send(m->g));
    stop_as(w, m->g);
  }
  fixture_destroy(&w->f);
  free(w);
}
