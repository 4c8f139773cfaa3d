// The order in which a package's variables are initialised. Always next is the earliest declared
// one that depends on none that is still waiting; dependencies go through functions and methods.
// After the language specification and go/types initorder.go.

#include <stdlib.h>

#include "vm/check/internal.h"
#include "vm/check/package.h"

// A variable (or the variables of one var a, b = f()), or a constant, for cycles among these.
struct node {
  struct object *object;
  struct decl_info *info;
  struct node **dependents;
  int dependent_count, dependent_cap;
  int waiting_for; // nodes not yet initialised
  bool done;
  int mark; // the last search that found it
};

struct graph {
  struct checker *checker;
  struct node *nodes;
  int count, cap;
  int search;
};

static struct node *node_of(struct graph *g, const struct object *object) {
  invariant_debug(object->info);
  int index = object->info->mark - 1;
  return index >= 0 && index < g->count && g->nodes[index].info == object->info ? &g->nodes[index]
                                                                                : NULL;
}

static void add_node(struct graph *g, struct object *object) {
  if (!object->info || (object->kind != OBJECT_VAR && object->kind != OBJECT_CONST) ||
      node_of(g, object))
    return;
  if (object->kind == OBJECT_CONST && object->package->is_std)
    return;
  g->nodes =
      region_grow(g->checker->region, g->nodes, sizeof *g->nodes, g->count, &g->cap, g->count + 1);
  g->nodes[g->count++] = (struct node){.object = object, .info = object->info};
  object->info->mark = g->count;
}

static int compare_nodes(const void *a, const void *b) {
  pos_t x = ((const struct node *)a)->object->pos, y = ((const struct node *)b)->object->pos;
  return x < y ? -1 : x > y;
}

static void gather(struct graph *g, struct package *package) {
  struct check_package_objects *objects = check_objects_of(g->checker, package);
  for (int i = 0; i < package->scope->order_count; i++)
    add_node(g, package->scope->order[i]);
  for (int i = 0; i < objects->unnamed.count; i++)
    add_node(g, objects->unnamed.items[i]);
  if (g->count > 0)
    qsort(g->nodes, (size_t)g->count, sizeof *g->nodes, compare_nodes);
  for (int i = 0; i < g->count; i++)
    g->nodes[i].info->mark = i + 1;
}

static void depend(struct graph *g, struct node *from, struct node *on) {
  if (on->mark == g->search)
    return;
  on->mark = g->search;
  on->dependents = region_grow(g->checker->region, on->dependents, sizeof(struct node *),
                               on->dependent_count, &on->dependent_cap, on->dependent_count + 1);
  on->dependents[on->dependent_count++] = from;
  from->waiting_for++;
}

// Finds the nodes that from uses, directly or through functions. The functions to look at are kept
// in a list, not on the C stack.
static void connect(struct graph *g, struct node *from) {
  struct object_list functions = {0};
  struct decl_info *info = from->info;
  g->search++;
  for (int next = 0;; next++) {
    for (int i = 0; i < info->uses.count; i++) {
      struct object *used = info->uses.items[i];
      if (!used->info)
        continue;
      if (used->kind != OBJECT_FUNC) {
        struct node *on = node_of(g, used);
        if (on)
          depend(g, from, on);
      } else if (used->info->mark != -g->search) {
        used->info->mark = -g->search;
        object_list_add(g->checker->region, &functions, used);
      }
    }
    if (next == functions.count)
      return;
    struct function *function = functions.items[next]->u.func.function;
    if (function && !function->body_checked && !types_is_generic(functions.items[next]->type))
      check_function_body(g->checker->checked, function);
    info = functions.items[next]->info;
  }
}

// Cycles.

struct visit {
  struct object *object;
  const struct visit *from;
};

static void report_path(struct checker *c, const struct visit *end, struct object *start) {
  if (end->object == start) {
    check_error(c, start->pos, "initialization cycle: %s refers to itself", start->name);
    return;
  }
  struct object_list cycle = {0};
  for (const struct visit *v = end; v; v = v->from)
    object_list_add(c->region, &cycle, v->object);
  const char *text = region_printf(c->region, "initialization cycle for %s", start->name);
  for (int i = cycle.count - 1; i >= 0; i--)
    text = region_printf(c->region, "%s\n\t%s: %s refers to %s", text,
                         check_place(c, cycle.items[i]->pos), cycle.items[i]->name,
                         i > 0 ? cycle.items[i - 1]->name : start->name);
  check_error(c, start->pos, "%s", text);
}

// Looks for a way from start back to it; reports the first. There is none if start only depends on
// a cycle.
static bool report_cycle_of(struct graph *g, struct object *start) {
  struct visit **queue = NULL;
  int count = 0, cap = 0;
  g->search++;
  struct visit *first = region_alloc(g->checker->region, sizeof *first);
  first->object = start;
  queue = region_grow(g->checker->region, queue, sizeof *queue, 0, &cap, 1);
  queue[count++] = first;
  for (int next = 0; next < count; next++) {
    struct decl_info *info = queue[next]->object->info;
    for (int i = 0; i < info->uses.count; i++) {
      struct object *used = info->uses.items[i];
      if (used->info == start->info) {
        first->object = used; // the one of var a, b = f() that is meant
        report_path(g->checker, queue[next], used);
        return true;
      }
      if (!used->info || used->info->searched == g->search)
        continue;
      used->info->searched = g->search;
      struct visit *visit = region_alloc(g->checker->region, sizeof *visit);
      *visit = (struct visit){used, queue[next]};
      queue = region_grow(g->checker->region, queue, sizeof *queue, count, &cap, count + 1);
      queue[count++] = visit;
    }
  }
  return false;
}

// Emission.

static void emit(struct checker *c, struct package *package, struct node *node) {
  struct decl_info *info = node->info;
  if (node->object->kind != OBJECT_VAR || !info->value)
    return;
  package->init_steps =
      region_grow(c->region, package->init_steps, sizeof *package->init_steps,
                  package->init_step_count, &package->init_step_cap, package->init_step_count + 1);
  struct init_step *step = &package->init_steps[package->init_step_count++];
  step->left_count = info->group ? info->group_count : 1;
  step->left = region_alloc(c->region, (size_t)step->left_count * sizeof(struct object *));
  step->right = info->value;
  for (int i = 0; i < step->left_count; i++) {
    struct object *v = info->group ? info->group[i] : node->object;
    step->left[i] = v->name == c->blank ? NULL : v;
  }
}

// A heap of indices of nodes, least first.
struct ready_queue {
  int *items;
  int count;
};

static void push_ready(struct ready_queue *q, int index) {
  int i = q->count++;
  for (; i > 0 && q->items[(i - 1) / 2] > index; i = (i - 1) / 2)
    q->items[i] = q->items[(i - 1) / 2];
  q->items[i] = index;
}

static int pop_ready(struct ready_queue *q) {
  invariant_debug(q->count > 0);
  int top = q->items[0], last = q->items[--q->count], i = 0;
  for (int child = 1; child < q->count; child = 2 * i + 1) {
    if (child + 1 < q->count && q->items[child + 1] < q->items[child])
      child++;
    if (q->items[child] >= last)
      break;
    q->items[i] = q->items[child];
    i = child;
  }
  q->items[i] = last;
  return top;
}

// Initialises a node; those that waited for nothing else become ready.
static void finish(struct graph *g, struct package *package, struct node *node,
                   struct ready_queue *queue) {
  invariant_debug(!node->done);
  emit(g->checker, package, node);
  node->done = true;
  for (int i = 0; i < node->dependent_count; i++) {
    struct node *dependent = node->dependents[i];
    invariant_debug(dependent->waiting_for > 0);
    if (--dependent->waiting_for == 0 && !dependent->done)
      push_ready(queue, (int)(dependent - g->nodes));
  }
}

// Where all nodes wait for one another: constants first, then the one that waits for the fewest,
// then the earliest. NULL if all are done.
static struct node *next_of_cycle(const struct graph *g) {
  struct node *best = NULL;
  for (int i = 0; i < g->count; i++) {
    struct node *node = &g->nodes[i];
    if (node->done)
      continue;
    bool constant = node->object->kind == OBJECT_CONST;
    if (!best || (constant && best->object->kind != OBJECT_CONST) ||
        (constant == (best->object->kind == OBJECT_CONST) && node->waiting_for < best->waiting_for))
      best = node;
  }
  return best;
}

void check_init_order(struct checker *c, struct package *package) {
  struct graph g = {.checker = c};
  gather(&g, package);
  struct ready_queue queue = {.items =
                                  region_alloc(c->region, (size_t)(g.count + 1) * sizeof(int))};
  for (int i = 0; i < g.count; i++)
    connect(&g, &g.nodes[i]);
  for (int i = 0; i < g.count; i++)
    if (g.nodes[i].waiting_for == 0)
      push_ready(&queue, i);
  struct node *blocked = NULL;
  int reported = 0;
  do {
    while (queue.count > 0)
      finish(&g, package, &g.nodes[pop_ready(&queue)], &queue);
    blocked = next_of_cycle(&g);
    if (blocked) {
      reported += report_cycle_of(&g, blocked->object);
      finish(&g, package, blocked, &queue);
    }
  } while (blocked && reported < errors_shown);
}
