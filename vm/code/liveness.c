// The backward data flow of liveness.h: basic blocks with sets of slots, iterated to a fixed point,
// then one walk back through each block that notes the sets at its safepoints.

#include "vm/code/liveness.h"

#include <stdlib.h>
#include <string.h>

#include "mem/invariant.h"
#include "vm/code/opcode_info.h"

struct block {
  int start, end;       // words
  int successors[2];    // blocks, -1 none; JTAB's are in table
  const int32_t *table; // of a JTAB that ends the block
  int table_count, table_pc;
  uint64_t *live_in;
  int computed, changed; // when live_in was computed, and got more slots; counted from 1
};

struct analysis {
  struct region *region;
  const struct func *func;
  struct block *blocks;
  int block_count;
  int *block_at;      // by word: index of the block that starts there, else -1
  int *order;         // of instructions in a block, for walking back
  int words;          // of a set
  uint64_t *live;     // the set being moved back
  int epilogue_block; // -1: none
};

static void set_range(uint64_t *set, int slot, int count, bool value) {
  for (int i = slot; i < slot + count; i++) {
    if (value)
      set[i / 64] |= UINT64_C(1) << i % 64;
    else
      set[i / 64] &= ~(UINT64_C(1) << i % 64);
  }
}

struct effect_context {
  uint64_t *live;
  int limit; // slots of the frame
};

static void apply(void *context, bool definition, int slot, int count) {
  struct effect_context *c = context;
  invariant_debug(slot >= 0 && count > 0);
  if (slot + count > c->limit)
    count = c->limit - slot;
  if (count > 0)
    set_range(c->live, slot, count, !definition);
}

// Moves the set from after the instruction to before it.
static void step_back(struct analysis *s, const uint64_t *w) {
  struct effect_context c = {s->live, (int)s->func->frame_slots};
  opcode_effects(s->func, w, apply, &c);
}

// Blocks.

static void mark_leaders(struct analysis *s) {
  const struct func *f = s->func;
  int count = (int)f->code_words;
  for (int i = 0; i <= count; i++)
    s->block_at[i] = -1;
  s->block_at[0] = 0;
  for (int pc = 0; pc < count;) {
    const uint64_t *w = f->code + pc;
    int next = pc + opcode_words(*w);
    int32_t targets[2];
    int jumps = opcode_jumps(w, targets), entries;
    for (int i = 0; i < jumps; i++) {
      invariant_debug(pc + targets[i] >= 0 && pc + targets[i] < count);
      s->block_at[pc + targets[i]] = 0;
    }
    const int32_t *table = opcode_jump_table(w, &entries);
    for (int i = 0; i < entries; i++) {
      invariant_debug(pc + table[i] > pc && pc + table[i] < count);
      s->block_at[pc + table[i]] = 0;
    }
    if (jumps || opcode_row(*w)->ends)
      s->block_at[next] = 0;
    pc = next;
  }
}

static void fill_block(struct analysis *s, struct block *b) {
  const struct func *f = s->func;
  int pc = b->start, last = pc;
  while (pc < b->end) {
    last = pc;
    pc += opcode_words(f->code[pc]);
  }
  int32_t targets[2];
  int jumps = opcode_jumps(f->code + last, targets), n = 0;
  b->successors[0] = b->successors[1] = -1;
  invariant_debug(pc == b->end);
  for (int i = 0; i < jumps; i++) {
    b->successors[n] = s->block_at[last + targets[i]];
    invariant_debug(b->successors[n] >= 0);
    n++;
  }
  if (!opcode_row(f->code[last])->ends && n < 2 && pc < (int)f->code_words)
    b->successors[n] = s->block_at[pc];
  b->table = opcode_jump_table(f->code + last, &b->table_count);
  b->table_pc = last;
}

static void make_blocks(struct analysis *s) {
  int count = (int)s->func->code_words;
  s->block_at = region_alloc(s->region, (size_t)(count + 1) * sizeof(int));
  mark_leaders(s);
  for (int pc = 0; pc < count; pc++)
    if (s->block_at[pc] == 0)
      s->block_at[pc] = s->block_count++;
  s->blocks = region_alloc(s->region, (size_t)s->block_count * sizeof *s->blocks);
  uint64_t *sets = region_alloc(s->region, (size_t)(s->block_count * s->words) * sizeof *sets);
  int previous = -1;
  for (int pc = 0; pc < count; pc++) {
    int i = s->block_at[pc];
    if (i < 0)
      continue;
    s->blocks[i].start = pc;
    s->blocks[i].live_in = sets + (size_t)i * (size_t)s->words;
    if (previous >= 0)
      s->blocks[previous].end = pc;
    previous = i;
  }
  invariant_debug(previous == s->block_count - 1);
  s->blocks[previous].end = count;
  for (int i = 0; i < s->block_count; i++)
    fill_block(s, &s->blocks[i]);
  s->order = region_alloc(s->region, (size_t)(count + 1) * sizeof(int));
  s->live = region_alloc(s->region, (size_t)s->words * sizeof *s->live);
}

static void join(struct analysis *s, int block) {
  if (block < 0)
    return;
  for (int i = 0; i < s->words; i++)
    s->live[i] |= s->blocks[block].live_in[i];
}

static void live_out(struct analysis *s, const struct block *b) {
  memset(s->live, 0, (size_t)s->words * sizeof *s->live);
  join(s, b->successors[0]);
  join(s, b->successors[1]);
  for (int i = 0; i < b->table_count; i++)
    join(s, s->block_at[b->table_pc + b->table[i]]);
  // A panic anywhere in the function goes to the epilogue.
  join(s, s->epilogue_block);
}

// The offsets of the block's instructions, in s->order.
static int list_instructions(struct analysis *s, const struct block *b) {
  int n = 0;
  for (int pc = b->start; pc < b->end; pc += opcode_words(s->func->code[pc]))
    s->order[n++] = pc;
  return n;
}

// Returns whether a block's live_in may lack something of what comes after it.
static bool is_stale(const struct analysis *s, const struct block *b) {
  if (b->computed == 0)
    return true;
  bool stale = s->epilogue_block >= 0 && s->blocks[s->epilogue_block].changed >= b->computed;
  for (int i = 0; i < 2; i++)
    stale |= b->successors[i] >= 0 && s->blocks[b->successors[i]].changed >= b->computed;
  for (int i = 0; i < b->table_count; i++)
    stale |= s->blocks[s->block_at[b->table_pc + b->table[i]]].changed >= b->computed;
  return stale;
}

// Computes live_in of all blocks. Without loops each is computed once, since what comes after a
// block stands behind it.
static void solve(struct analysis *s) {
  int time = 0;
  for (bool changed = true; changed;) {
    changed = false;
    for (int i = s->block_count - 1; i >= 0; i--) {
      struct block *b = &s->blocks[i];
      if (!is_stale(s, b))
        continue;
      b->computed = ++time;
      live_out(s, b);
      for (int n = list_instructions(s, b); n > 0; n--)
        step_back(s, s->func->code + s->order[n - 1]);
      if (memcmp(b->live_in, s->live, (size_t)s->words * sizeof *s->live) != 0) {
        memcpy(b->live_in, s->live, (size_t)s->words * sizeof *s->live);
        b->changed = time;
        changed = true;
      }
    }
  }
}

// Safepoints.

struct result {
  struct stack_map *maps;
  int map_count;
  uint64_t *bitmaps;
  int bitmap_words, bitmap_cap;
  uint32_t *table; // hash table of bitmaps: offset + 1
  uint32_t table_size;
};

// Finds or adds a bitmap; returns its offset.
static uint32_t intern(struct analysis *s, struct result *r, const uint64_t *set) {
  uint64_t h = 0;
  for (int i = 0; i < s->words; i++)
    h = (h ^ set[i]) * UINT64_C(0x9e3779b97f4a7c15) + (h >> 32);
  uint32_t i = (uint32_t)(h >> 32) & (r->table_size - 1);
  for (; r->table[i]; i = (i + 1) & (r->table_size - 1))
    if (memcmp(r->bitmaps + r->table[i] - 1, set, (size_t)s->words * sizeof *set) == 0)
      return r->table[i] - 1;
  r->bitmaps = region_grow(s->region, r->bitmaps, sizeof *r->bitmaps, r->bitmap_words,
                           &r->bitmap_cap, r->bitmap_words + s->words);
  uint32_t offset = (uint32_t)r->bitmap_words;
  memcpy(r->bitmaps + offset, set, (size_t)s->words * sizeof *set);
  r->bitmap_words += s->words;
  r->table[i] = offset + 1;
  return offset;
}

// Notes the map of a safepoint; s->live is the set of slots that are live there. Returns false if
// one of them is not in use.
static bool note(struct analysis *s, struct result *r, const struct safepoint *p,
                 uint64_t *scratch) {
  for (int i = 0; i < s->words; i++) {
    uint64_t pointers = i < (p->slots + 63) / 64 ? p->pointers[i] : 0;
    scratch[i] = s->live[i] & pointers;
  }
  r->maps[r->map_count++] =
      (struct stack_map){.pc = (uint32_t)p->pc, .bitmap = intern(s, r, scratch)};
  for (int i = p->slots; i < (int)s->func->frame_slots; i++)
    if (s->live[i / 64] >> i % 64 & 1)
      return false;
  return true;
}

static void remove_results(void *context, bool definition, int slot, int count) {
  struct effect_context *c = context;
  if (definition && slot + count <= c->limit)
    set_range(c->live, slot, count, false);
}

// Makes s->live what it is while the safepoint's instruction is under way. s->live is the set after
// it.
static void at_safepoint(struct analysis *s, const struct safepoint *p) {
  const uint64_t *w = s->func->code + p->instruction;
  struct effect_context c = {s->live, (int)s->func->frame_slots};
  if (opcode_row(*w)->safepoint == AT_LOOP) {
    int32_t targets[2];
    opcode_jumps(w, targets);
    memset(s->live, 0, (size_t)s->words * sizeof *s->live);
    join(s, s->block_at[p->instruction + targets[0]]);
  } else
    opcode_effects(s->func, w, remove_results, &c);
  join(s, s->epilogue_block);
}

static int compare_points(const void *a, const void *b) {
  const struct safepoint *x = *(const struct safepoint *const *)a,
                         *y = *(const struct safepoint *const *)b;
  return x->instruction < y->instruction ? 1 : x->instruction > y->instruction ? -1 : 0;
}

static int compare_maps(const void *a, const void *b) {
  const struct stack_map *x = a, *y = b;
  return x->pc < y->pc ? -1 : x->pc > y->pc;
}

// Walks all blocks from the last to the first, with the safepoints in the same order.
static const char *collect(struct analysis *s, struct result *r, const struct safepoint **points,
                           int count) {
  uint64_t *scratch = region_alloc(s->region, (size_t)s->words * sizeof *scratch);
  uint64_t *saved = region_alloc(s->region, (size_t)s->words * sizeof *saved);
  size_t bytes = (size_t)s->words * sizeof *saved;
  bool sound = true;
  int next = 0;
  for (int i = s->block_count - 1; i >= 0; i--) {
    const struct block *b = &s->blocks[i];
    live_out(s, b);
    for (int n = list_instructions(s, b); n > 0; n--) {
      int pc = s->order[n - 1];
      if (next < count && points[next]->instruction == pc && points[next]->pc != 0) {
        memcpy(saved, s->live, bytes);
        at_safepoint(s, points[next]);
        sound &= note(s, r, points[next++], scratch);
        memcpy(s->live, saved, bytes);
      }
      step_back(s, s->func->code + pc);
    }
  }
  for (; next < count; next++) {            // the entry
    invariant_debug(points[next]->pc == 0); // all others were met
    memcpy(s->live, s->blocks[0].live_in, bytes);
    sound &= note(s, r, points[next], scratch);
  }
  return sound ? NULL : "a live slot is not reserved";
}

// A call may return to a loop's instruction: one map serves both. All that is live at either has
// its value at both.
static void merge_maps(struct analysis *s, struct result *r) {
  uint64_t *both = region_alloc(s->region, (size_t)s->words * sizeof *both);
  int kept = 0;
  for (int i = 0; i < r->map_count; i++) {
    if (kept == 0 || r->maps[kept - 1].pc != r->maps[i].pc) {
      r->maps[kept++] = r->maps[i];
      continue;
    }
    for (int word = 0; word < s->words; word++)
      both[word] = r->bitmaps[r->maps[kept - 1].bitmap + (uint32_t)word] |
                   r->bitmaps[r->maps[i].bitmap + (uint32_t)word];
    r->maps[kept - 1].bitmap = intern(s, r, both);
  }
  r->map_count = kept;
}

const char *liveness_analyse(struct region *region, struct func *func,
                             const struct safepoint *points, int count) {
  struct analysis s = {.region = region, .func = func, .epilogue_block = -1};
  s.words = (int)(func->frame_slots + 63) / 64;
  if (s.words == 0)
    s.words = 1;
  make_blocks(&s);
  if (func->epilogue)
    s.epilogue_block = s.block_at[func->epilogue];
  invariant_debug(!func->epilogue || s.epilogue_block >= 0);
  solve(&s);
  const struct safepoint **sorted = region_alloc(region, (size_t)(count + 1) * sizeof *sorted);
  for (int i = 0; i < count; i++)
    sorted[i] = &points[i];
  qsort(sorted, (size_t)count, sizeof *sorted, compare_points);
  // The entry goes last, even if the first instruction is a safepoint itself.
  for (int i = 0; i + 1 < count; i++) {
    if (sorted[i]->pc == 0) {
      const struct safepoint *entry = sorted[i];
      memmove(sorted + i, sorted + i + 1, (size_t)(count - 1 - i) * sizeof *sorted);
      sorted[count - 1] = entry;
      break;
    }
  }
  struct result r = {.table_size = 16};
  while (r.table_size < (uint32_t)count * 2)
    r.table_size *= 2;
  r.table = region_alloc(region, r.table_size * sizeof *r.table);
  r.maps = region_alloc(region, (size_t)(count + 1) * sizeof *r.maps);
  const char *problem = collect(&s, &r, sorted, count);
  qsort(r.maps, (size_t)r.map_count, sizeof *r.maps, compare_maps);
  merge_maps(&s, &r);
  for (int i = 1; i < r.map_count; i++)
    invariant_debug(r.maps[i - 1].pc < r.maps[i].pc); // they are searched
  func->maps = r.maps;
  func->map_count = (uint32_t)r.map_count;
  func->bitmaps = r.bitmaps;
  return problem;
}
