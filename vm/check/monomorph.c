// Instantiations that would never end, found in the generic declarations themselves. After go/types
// mono.go.
//
// A graph whose vertices are type parameters, and types that are declared in generic functions. An
// edge leads from what an argument mentions to the parameter that it is given for. It has weight
// one if the argument is more than a parameter. A cycle with such an edge makes ever larger
// arguments.

#include "vm/check/generic.h"

struct vertex {
  struct object *object; // its name
  int weight;            // of the heaviest way to it
  int before;            // the last edge of that way
  int length;            // the number of its edges
};

struct edge {
  int to, from, weight;
  pos_t pos;         // of the argument
  struct type *type; // the argument
};

// Of the package at hand.
struct instantiation_graph {
  struct vertex *vertices;
  int vertex_count, vertex_cap;
  struct edge *edges;
  int edge_count, edge_cap;
};

// An argument, and what it is given for.
struct flow {
  struct checker *checker;
  struct instantiation_graph *graph;
  struct type *param;
  pos_t pos;
  struct type *argument;
};

static int new_vertex(struct checker *c, struct instantiation_graph *g, struct type *t,
                      struct object *object) {
  g->vertices = region_grow(c->region, g->vertices, sizeof *g->vertices, g->vertex_count,
                            &g->vertex_cap, g->vertex_count + 1);
  g->vertices[g->vertex_count] = (struct vertex){.object = object};
  t->vertex = ++g->vertex_count;
  return t->vertex - 1;
}

static int param_vertex(struct checker *c, struct instantiation_graph *g, struct type *param) {
  invariant_debug(param->kind == TYPE_PARAM);
  if (param->u.param.declared)
    param = param->u.param.declared;
  return param->vertex > 0 ? param->vertex - 1 : new_vertex(c, g, param, param->u.param.object);
}

static void add_edge(struct checker *c, struct instantiation_graph *g, struct edge edge) {
  g->edges = region_grow(c->region, g->edges, sizeof *g->edges, g->edge_count, &g->edge_cap,
                         g->edge_count + 1);
  g->edges[g->edge_count++] = edge;
}

// The vertex of a type that is declared in a generic function, with edges from the parameters
// around it; -1 for other types.
static int local_vertex(struct checker *c, struct instantiation_graph *g, struct type *t) {
  struct object *object = t->u.named.object;
  if (!object->package || object->file || object->package != c->context.package)
    return -1;
  if (t->vertex != 0)
    return t->vertex - 1;
  int vertex = -1;
  for (const struct scope *scope = object->parent; scope; scope = scope->parent)
    for (int i = 0; i < scope->order_count; i++) {
      struct type *param = scope->order[i]->type;
      if (scope->order[i]->kind != OBJECT_TYPE || !param || param->kind != TYPE_PARAM)
        continue;
      if (vertex < 0)
        vertex = new_vertex(c, g, t, object);
      add_edge(c, g, (struct edge){vertex, param_vertex(c, g, param), 1, object->pos, param});
    }
  return vertex;
}

static void flow_from(const struct flow *f, int from, const struct type *t) {
  int to = param_vertex(f->checker, f->graph, f->param);
  add_edge(f->checker, f->graph, (struct edge){to, from, t != f->argument, f->pos, f->argument});
}

static void find_flow(const struct flow *f, struct type *t, int depth) {
  if (!t || depth > depth_limit)
    return;
  if (t->kind == TYPE_PARAM) {
    flow_from(f, param_vertex(f->checker, f->graph, t), t);
    return;
  }
  if (t->kind == TYPE_NAMED) {
    struct type *origin = t->u.named.origin ? t->u.named.origin : t;
    int from = local_vertex(f->checker, f->graph, origin);
    if (from >= 0)
      flow_from(f, from, t);
  } else if (!types_has_param(t)) {
    return;
  }
  struct type **part;
  for (int i = 0; (part = type_part(t, i)); i++)
    find_flow(f, *part, depth + 1);
}

void check_note_instance(struct checker *c, struct type **params, struct type **args, int count,
                         struct expr **exprs, int expr_count, pos_t pos) {
  if (c->context.package->is_std)
    return;
  for (int i = 0; i < count; i++) {
    const struct object *object = params[i]->u.param.object;
    if (!object || object->package != c->context.package)
      continue;
    if (!c->instantiations)
      c->instantiations = region_alloc(c->region, sizeof *c->instantiations);
    struct flow f = {.checker = c,
                     .graph = c->instantiations,
                     .param = params[i],
                     .pos = i < expr_count ? exprs[i]->start_pos : pos,
                     .argument = args[i]};
    find_flow(&f, args[i], 0);
  }
}

static void report_cycle(struct checker *c, const struct instantiation_graph *g, int start) {
  const char *text = "instantiation cycle:";
  // The way back from start ends in a cycle, of which start need not be a part: it begins at the
  // first vertex that is met again.
  bool *seen = region_alloc(c->region, (size_t)g->vertex_count * sizeof *seen);
  for (; !seen[start]; start = g->edges[g->vertices[start].before].from)
    seen[start] = true;
  int at = start;
  do {
    const struct edge *edge = &g->edges[g->vertices[at].before];
    const struct object *object = g->vertices[at].object;
    bool is_param = object->type->kind == TYPE_PARAM;
    text = region_printf(c->region, "%s\n\t%s: %s %s %s", text, check_place(c, edge->pos),
                         object->name, is_param ? "instantiated as" : "implicitly parameterized by",
                         check_type_string(c, edge->type));
    at = edge->from;
  } while (at != start);
  check_error(c, g->vertices[start].object->pos, "%s", text);
}

void check_instantiation_cycles(struct checker *c) {
  struct instantiation_graph *g = c->instantiations;
  c->instantiations = NULL;
  for (bool again = g && c->error_count == 0; again;) {
    again = false;
    for (int i = 0; i < g->edge_count; i++) {
      const struct vertex *from = &g->vertices[g->edges[i].from];
      struct vertex *to = &g->vertices[g->edges[i].to];
      int weight = from->weight + g->edges[i].weight;
      if (weight <= to->weight)
        continue;
      to->before = i;
      to->length = from->length + 1;
      if (to->length == g->vertex_count) {
        report_cycle(c, g, g->edges[i].to);
        return;
      }
      to->weight = weight;
      again = true;
    }
  }
  if (c->endless != 0 && c->error_count == 0)
    check_error(c, c->endless, "instantiation cycle");
}
