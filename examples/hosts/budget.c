// A game loop that gives each of its scripts a budget: the rules of every creature are a Go function,
// and one that takes too long loses its turn, not the game.
//
// A budget is in steps, so that a replay takes the same turns on any machine, and in time, for what
// takes long in one step. What a script changed before it was stopped stays.

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "vm/api/vole.h" // <vole.h> once it is installed

static const char rules[] = "package main\n"
                            "\n"
                            "type Creature struct {\n"
                            "\tX, Y  int\n"
                            "\tLucky bool\n"
                            "}\n"
                            "\n"
                            "func Sheep(c *Creature, frame int) { c.X++ }\n"
                            "\n"
                            "// Wolf thinks longer and longer.\n"
                            "func Wolf(c *Creature, frame int) {\n"
                            "\tc.Y++\n"
                            "\tfor i := 0; i < frame*frame*frame*1000; i++ {\n"
                            "\t\tc.X = i % 7\n"
                            "\t}\n"
                            "}\n"
                            "\n"
                            "// Snail never ends, and does not want to be ended.\n"
                            "func Snail(c *Creature, frame int) {\n"
                            "\tdefer func() { c.Lucky = recover() != nil }()\n"
                            "\tfor {\n"
                            "\t}\n"
                            "}\n"
                            "\n"
                            "func main() {}\n";

// A creature as Go lays it out.
struct creature {
  int64_t x, y;
  bool lucky;
};

// A kind of creature, and the one that the game has of it.
struct player {
  const char *name;
  struct vole_func *move;
  struct vole_ref *ref; // keeps the creature
};

enum { players = 3, frames = 6, ms = 1000000 };

static void complain(const char *what, struct vole_error *err) {
  printf("%s: %s\n", what, err->message ? err->message : "no message");
  vole_error_clear(err);
}

// Makes a creature on the script's heap, and finds the function that moves it.
static bool make_player(struct vole *vole, struct player *player, struct vole_error *err) {
  char name[32];
  snprintf(name, sizeof name, "main.%s", player->name);
  player->move = vole_func(vole, name, "func(*Creature, int)", err);
  const struct vole_type *type = player->move ? vole_type(vole, "Creature", err) : NULL;
  void *creature = type ? vole_object_new(vole, type, err) : NULL;
  player->ref = vole_hold(vole, creature);
  return player->ref;
}

static void take_turn(struct vole *vole, struct player *player, int64_t frame) {
  struct vole_error err = {0};
  struct {
    struct creature *creature;
    int64_t frame;
  } in = {vole_ref_object(player->ref), frame};
  if (!vole_call(vole, player->move, &in, NULL, &err)) {
    printf("frame %" PRId64 ": %s loses its turn: %s\n", frame, player->name, err.message);
    vole_error_clear(&err);
  }
}

static bool play(struct vole *vole, struct vole_error *err) {
  struct player all[players] = {{"Sheep", NULL, NULL}, {"Wolf", NULL, NULL}, {"Snail", NULL, NULL}};
  struct vole_limits budget = {
      .steps = 50000, .time_ns = 500 * ms, .deferred_steps = 1000, .deferred_ns = 50 * ms};
  if (!vole_load_string(vole, "rules.go", rules, strlen(rules), err))
    return false;
  for (int i = 0; i < players; i++)
    if (!make_player(vole, &all[i], err))
      return false;
  if (!vole_set_limits(vole, &budget, err))
    return false;
  for (int64_t frame = 1; frame <= frames; frame++)
    for (int i = 0; i < players; i++)
      take_turn(vole, &all[i], frame);
  for (int i = 0; i < players; i++) {
    const struct creature *c = vole_ref_object(all[i].ref);
    printf("%s: y %" PRId64 "%s\n", all[i].name, c->y, c->lucky ? ", got away" : "");
    vole_release(vole, all[i].ref);
  }
  return true;
}

int main(void) {
  struct vole_error err = {0};
  struct vole *vole = vole_new(NULL, &err);
  bool ok = vole && play(vole, &err);
  if (!ok)
    complain("budget", &err);
  vole_free(vole);
  return !ok;
}
