// Semaphores by address: see sema.h.

#include "runtime/sema.h"

#include <stddef.h>

#include "mem/atomic.h"
#include "mem/invariant.h"
#include "runtime/g.h"
#include "runtime/random.h"
#include "runtime/runtime.h"
#include "runtime/sched.h"

void sema_init(struct sema_table *table) {
  for (int i = 0; i < sema_roots; i++)
    mutex_init(&table->roots[i].lock, LOCK_RANK_ROOT_SEMAPHORE);
}

static struct sema_root *root_of(struct sema_table *table, const void *address) {
  return &table->roots[((uintptr_t)address >> 3) % sema_roots];
}

// The treap.

// Returns the link where the first waiter of an address hangs, or would hang.
static struct sema_waiter **find(struct sema_root *root, const uint32_t *address) {
  struct sema_waiter **link = &root->treap;
  while (*link && (*link)->address != address)
    link = address < (*link)->address ? &(*link)->left : &(*link)->right;
  return link;
}

// Cuts a treap in two: smaller addresses, and larger ones. address is not in it.
static void split(struct sema_waiter *treap, const uint32_t *address, struct sema_waiter **below,
                  struct sema_waiter **above) {
  while (treap) {
    if (treap->address < address) {
      *below = treap;
      below = &treap->right;
      treap = treap->right;
    } else {
      *above = treap;
      above = &treap->left;
      treap = treap->left;
    }
  }
  *below = *above = NULL;
}

// Adds w, the only waiter of its address, to the treap.
static void insert(struct sema_root *root, struct sema_waiter *w, uint32_t priority) {
  struct sema_waiter **link = &root->treap;
  while (*link && (*link)->priority >= priority)
    link = w->address < (*link)->address ? &(*link)->left : &(*link)->right;
  w->priority = priority;
  split(*link, w->address, &w->left, &w->right);
  *link = w;
}

// Removes the node at link from the treap: its two subtrees become one.
static void cut(struct sema_waiter **link) {
  struct sema_waiter *left = (*link)->left, *right = (*link)->right;
  while (left && right) {
    if (left->priority >= right->priority) {
      *link = left;
      link = &left->right;
      left = left->right;
    } else {
      *link = right;
      link = &right->left;
      right = right->left;
    }
  }
  *link = left ? left : right;
}

// Gives next the place in the treap of the first waiter, at link.
static void replace_first(struct sema_waiter **link, struct sema_waiter *next) {
  struct sema_waiter *first = *link;
  next->left = first->left;
  next->right = first->right;
  next->priority = first->priority;
  next->last = first->last;
  *link = next;
}

// Waiting and waking.

// Adds g to the waiters of an address. The caller has counted it, and holds the lock.
static void enqueue(struct g *g, struct sema_root *root, const uint32_t *address, bool lifo) {
  struct sema_waiter *w = &g->sema;
  mutex_assert_held(&root->lock);
  atomic_store_relaxed_pointer(&w->address, address);
  w->g = g;
  w->next = NULL;
  w->last = w;
  struct sema_waiter **link = find(root, address);
  if (!*link) {
    insert(root, w, (uint32_t)runtime_random(g->m->p));
  } else if (lifo) {
    w->next = *link;
    replace_first(link, w);
  } else {
    (*link)->last->next = w;
    (*link)->last = w;
  }
}

// Uncounts w, which is out of its list. Returns its goroutine.
static struct g *forget(struct sema_root *root, struct sema_waiter *w) {
  atomic_store_u32(&root->waiters, root->waiters - 1);
  atomic_store_relaxed_pointer(&w->address, NULL);
  return w->g;
}

// Removes the first waiter, at link. Returns its goroutine.
static struct g *dequeue(struct sema_root *root, struct sema_waiter **link) {
  struct sema_waiter *w = *link;
  mutex_assert_held(&root->lock);
  if (w->next)
    replace_first(link, w->next);
  else
    cut(link);
  return forget(root, w);
}

// Takes a unit if there is one. Returns whether there was.
static bool try_acquire(uint32_t *address) {
  for (;;) {
    uint32_t units = atomic_load_u32(address);
    if (units == 0)
      return false;
    if (atomic_cas_u32(address, units, units - 1))
      return true;
  }
}

void sema_acquire(struct g *g, uint32_t *address, bool lifo, int reason) {
  if (try_acquire(address))
    return;
  struct sema_root *root = root_of(&g->runtime->semaphores, address);
  mutex_lock(&root->lock);
  // Raise the count of waiters before the second look at the units: sema_release adds its unit
  // before it reads the count, so one of the two sees the other.
  atomic_store_u32(&root->waiters, root->waiters + 1);
  if (try_acquire(address)) {
    atomic_store_u32(&root->waiters, root->waiters - 1);
  } else {
    enqueue(g, root, address, lifo);
    sched_park(g, (enum wait_reason)reason);
  }
  mutex_unlock(&root->lock);
}

void sema_release(struct g *g, uint32_t *address, bool handoff) {
  struct runtime *rt = g->runtime;
  struct sema_root *root = root_of(&rt->semaphores, address);
  atomic_add_u32(address, 1);
  if (atomic_load_u32(&root->waiters) == 0)
    return;
  mutex_lock(&root->lock);
  struct sema_waiter **link = find(root, address);
  struct g *woken = *link && try_acquire(address) ? dequeue(root, link) : NULL;
  mutex_unlock(&root->lock);
  if (!woken)
    return;
  sched_ready(rt, g->m->p, woken);
  if (handoff)
    sched_give_way(g);
}

// Conditions.

// Returns whether ticket a was given out before b; tickets wrap around.
static bool before(uint32_t a, uint32_t b) {
  return (int32_t)(a - b) < 0;
}

void notify_wait(struct g *g, struct notify_list *list, uint32_t ticket) {
  struct sema_root *root = root_of(&g->runtime->semaphores, list);
  mutex_lock(&root->lock);
  if (!before(ticket, list->notify)) {
    g->sema.ticket = ticket;
    atomic_store_u32(&root->waiters, root->waiters + 1);
    enqueue(g, root, &list->wait, false);
    sched_park(g, WAIT_COND);
  }
  mutex_unlock(&root->lock);
}

// Removes w from the list at link. Returns its goroutine.
static struct g *dequeue_one(struct sema_root *root, struct sema_waiter **link,
                             struct sema_waiter *w) {
  struct sema_waiter *first = *link, *previous = first;
  if (first == w)
    return dequeue(root, link);
  while (previous->next != w)
    previous = previous->next;
  previous->next = w->next;
  if (first->last == w)
    first->last = previous;
  return forget(root, w);
}

void sema_cancel(struct runtime *rt, struct g *g) {
  struct sema_root *root = root_of(&rt->semaphores, g->sema.address);
  mutex_lock(&root->lock);
  dequeue_one(root, find(root, g->sema.address), &g->sema);
  mutex_unlock(&root->lock);
}

// Removes the waiter with a ticket from the list at link, which is not empty. Returns its
// goroutine, or NULL if the list has none.
static struct g *dequeue_ticket(struct sema_root *root, struct sema_waiter **link,
                                uint32_t ticket) {
  struct sema_waiter *w = *link;
  while (w && w->ticket != ticket)
    w = w->next;
  return w ? dequeue_one(root, link, w) : NULL;
}

void notify_one(struct g *g, struct notify_list *list) {
  struct sema_root *root = root_of(&g->runtime->semaphores, list);
  if (atomic_load_u32(&list->wait) == atomic_load_u32(&list->notify))
    return;
  struct g *woken = NULL;
  mutex_lock(&root->lock);
  uint32_t ticket = list->notify;
  if (ticket != atomic_load_u32(&list->wait)) {
    atomic_store_u32(&list->notify, ticket + 1);
    // A goroutine that has the ticket but does not wait yet will see that it was woken.
    struct sema_waiter **link = find(root, &list->wait);
    woken = *link ? dequeue_ticket(root, link, ticket) : NULL;
  }
  mutex_unlock(&root->lock);
  if (woken)
    sched_ready(g->runtime, g->m->p, woken);
}

void notify_all(struct g *g, struct notify_list *list) {
  struct sema_root *root = root_of(&g->runtime->semaphores, list);
  if (atomic_load_u32(&list->wait) == atomic_load_u32(&list->notify))
    return;
  mutex_lock(&root->lock);
  atomic_store_u32(&list->notify, atomic_load_u32(&list->wait));
  struct sema_waiter **link = find(root, &list->wait);
  struct sema_waiter *first = *link;
  if (first)
    cut(link);
  for (struct sema_waiter *w = first; w; w = w->next) {
    atomic_store_relaxed_pointer(&w->address, NULL);
    atomic_store_u32(&root->waiters, root->waiters - 1);
  }
  mutex_unlock(&root->lock);
  while (first) { // a record may be reused once its goroutine is ready
    struct g *woken = first->g;
    first = first->next;
    sched_ready(g->runtime, g->m->p, woken);
  }
}

// Checking.

// Fails unless a treap is sound. Returns the number of its waiters.
static uint32_t check_treap(struct sema_table *table, struct sema_root *root,
                            const struct sema_waiter *w, uintptr_t low, uintptr_t high) {
  if (!w)
    return 0;
  uintptr_t address = (uintptr_t)w->address;
  invariant(address >= low && address < high && root_of(table, w->address) == root);
  invariant(!w->left || w->left->priority <= w->priority);
  invariant(!w->right || w->right->priority <= w->priority);
  uint32_t count = 0;
  const struct sema_waiter *last = NULL;
  for (const struct sema_waiter *each = w; each; each = each->next) {
    invariant(each->address == w->address && &each->g->sema == each);
    last = each;
    count++;
  }
  invariant(w->last == last);
  return count + check_treap(table, root, w->left, low, address) +
         check_treap(table, root, w->right, address + 1, high);
}

void sema_check(struct sema_table *table) {
  for (int i = 0; i < sema_roots; i++) {
    struct sema_root *root = &table->roots[i];
    mutex_lock(&root->lock);
    uint32_t count = check_treap(table, root, root->treap, 1, UINTPTR_MAX);
    invariant(count == root->waiters);
    mutex_unlock(&root->lock);
  }
}
