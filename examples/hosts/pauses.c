// A host that asks after each frame of its script what interrupted it: vole_pauses.
//
// The script allocates and collects in each frame. The host adds up the pauses of the frame, and
// checks them against the statistics of the instance.

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/api/vole.h"

static const char source[] = "package main\n"
                             "import \"runtime\"\n"
                             "type node struct { next *node; data [14]int }\n"
                             "var world *node\n"
                             "func Frame() {\n"
                             "\tworld = nil\n"
                             "\tfor i := 0; i < 1000; i++ { world = &node{next: world} }\n"
                             "\truntime.GC()\n"
                             "}\n"
                             "func main() {}\n";

enum { frames = 200, at_once = 7 };

static void fail(const struct vole_error *err) {
  fprintf(stderr, "pauses: %s\n", err->message);
  exit(1);
}

// The pauses of a frame: how often each kind came, and how long the world was stopped.
struct frame {
  int sweep_stops, mark_stops, others;
  int64_t stopped_ns;
};

// Adds up the pauses since number *next, and moves that on. Reads a few at a time, and checks that
// they follow one another.
static struct frame take(struct vole *vole, uint64_t *next) {
  struct frame frame = {0};
  struct vole_pause pauses[at_once];
  int64_t last_end = 0;
  for (int n; (n = vole_pauses(vole, next, pauses, at_once)) > 0;) {
    for (int i = 0; i < n; i++) {
      const struct vole_pause *p = &pauses[i];
      if (p->kind != VOLE_PAUSE_WORLD) {
        frame.others++;
        continue;
      }
      frame.sweep_stops += strcmp(p->reason, "GC sweep termination") == 0;
      frame.mark_stops += strcmp(p->reason, "GC mark termination") == 0;
      frame.stopped_ns += p->ns;
      if (p->start_ns < last_end || p->ns <= 0 || p->wait_ns > p->ns)
        printf("a stop at %" PRId64 " for %" PRId64 " ns\n", p->start_ns, p->ns);
      last_end = p->start_ns + p->ns;
    }
  }
  return frame;
}

int main(void) {
  struct vole_config config = {.max_procs = 1};
  struct vole_error err = {0};
  struct vole *vole = vole_new(&config, &err);
  if (!vole || !vole_load_string(vole, "frame.go", source, sizeof source - 1, &err))
    fail(&err);
  struct vole_func *frame = vole_func(vole, "main.Frame", "func()", &err);
  if (!frame)
    fail(&err);
  uint64_t next = 0;
  int sweep_stops = 0, mark_stops = 0, others = 0;
  int64_t stopped_ns = 0;
  for (int i = 0; i < frames; i++) {
    if (!vole_call(vole, frame, NULL, NULL, &err))
      fail(&err);
    struct frame taken = take(vole, &next);
    sweep_stops += taken.sweep_stops;
    mark_stops += taken.mark_stops;
    others += taken.others;
    stopped_ns += taken.stopped_ns;
  }
  struct vole_stats stats;
  vole_stats(vole, &stats);
  printf("each collection stopped the script twice: %s\n",
         sweep_stops == (int)stats.cycles && mark_stops >= sweep_stops && sweep_stops >= frames
             ? "yes"
             : "no");
  printf("the pauses are those of the statistics: %s\n",
         stopped_ns >= (int64_t)stats.pause_total_ns ? "yes" : "no");
  // A reader that starts late gets what is left: the last 256.
  uint64_t first = 0;
  static struct vole_pause all[1000];
  int kept = vole_pauses(vole, &first, all, 1000);
  printf("%d are kept, and nothing is left: %d\n", kept, vole_pauses(vole, &first, all, 1000));
  vole_free(vole);
  return others > frames * 10;
}
