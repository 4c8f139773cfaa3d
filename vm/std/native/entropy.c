// Natives of package crypto/rand: random bytes of the system.

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "runtime/end.h"
#include "runtime/runtime.h"
#include "vm/std/natives.h"

// func fill(b []byte): ends the program if the system has no random bytes, as Go does.
static bool entropy_fill(struct g *g, uint64_t *args, uint64_t *results) {
  struct go_slice bytes = native_slice(args);
  for (int64_t at = 0; at < bytes.len;) {
    int64_t size = bytes.len - at < 256 ? bytes.len - at : 256; // is never interrupted
    if (getrandom((char *)bytes.ptr + at, (size_t)size, 0) == size)
      at += size;
    else if (errno != EINTR) {
      runtime_fatal(g->runtime, g, "crypto/rand: failed to read random data");
      return false;
    }
  }
  return true;
}

const struct native_entry natives_entropy[] = {
    {"fill", entropy_fill, 3, 0},
    {NULL},
};
