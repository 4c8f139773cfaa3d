// The loop of interp.c once more, as it is where there is machine code (tier.h).

#define VOLE_HOOKED_LOOP

#include "vm/interp/interp.c"

enum interp_exit interp_run_hooked(struct g *g) {
  enum interp_exit exit;
  do
    g = run_one(g, &exit);
  while (g);
  return exit;
}
