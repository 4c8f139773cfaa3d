// Finds the library's natives; what natives of several packages use.

#include "vm/std/natives.h"

#include <stdlib.h>

#include "runtime/bulk.h"
#include "runtime/slice.h"

const struct native_package std_native_packages[] = {
    {"arena", natives_arena},
    {"bufio", natives_bufio},
    {"bytes", natives_bytes},
    {"crypto/md5", natives_md5},
    {"crypto/rand", natives_entropy},
    {"crypto/sha1", natives_sha1},
    {"crypto/sha256", natives_sha256},
    {"crypto/sha3", natives_sha3},
    {"crypto/sha512", natives_sha512},
    {"fmt", natives_fmt_scan},
    {"fmt", natives_fmt},
    {"hash/adler32", natives_adler32},
    {"hash/crc32", natives_crc32},
    {"hash/maphash", natives_maphash},
    {"internal/bytealg", natives_bytealg},
    {"internal/rt", natives_rt},
    {"internal/rt", natives_swap},
    {"math", natives_math},
    {"math/big", natives_big},
    {"math/bits", natives_bits},
    {"math/rand", natives_rand},
    {"math/rand/v2", natives_rand_v2},
    {"os", natives_file},
    {"os", natives_os},
    {"os", natives_process},
    {"os", natives_at},
    {"os", natives_stat},
    {"os/signal", natives_signal},
    {"reflect", natives_reflect_call},
    {"reflect", natives_reflect_chan},
    {"reflect", natives_reflect_select},
    {"reflect", natives_reflect_struct},
    {"reflect", natives_reflect_type},
    {"reflect", natives_reflect_value},
    {"runtime", natives_profile},
    {"runtime", natives_runtime},
    {"runtime", natives_special},
    {"runtime/debug", natives_debug},
    {"runtime/metrics", natives_metrics},
    {"runtime/pprof", natives_pprof},
    {"sort", natives_sort},
    {"strconv", natives_strconv},
    {"strings", natives_replacer},
    {"strings", natives_strings},
    {"sync", natives_sync},
    {"syscall", natives_errno},
    {"syscall", natives_syscall_os},
    {"syscall", natives_syscall_process},
    {"time", natives_time},
    {"unicode", natives_unicode},
    {"unicode/utf8", natives_utf8},
    {"weak", natives_weak},
    {NULL, NULL},
};

const struct native_entry *std_native_find(const char *name) {
  // The package's path ends at the first dot after the last slash.
  const char *slash = strrchr(name, '/');
  const char *dot = strchr(slash ? slash : name, '.');
  if (!dot)
    return NULL;
  size_t size = (size_t)(dot - name);
  for (const struct native_package *p = std_native_packages; p->name; p++) {
    if (strncmp(p->name, name, size) != 0 || p->name[size])
      continue;
    for (const struct native_entry *e = p->entries; e->name; e++) {
      if (strcmp(e->name, dot + 1) == 0)
        return e;
    }
  }
  return NULL;
}

struct rtype native_byte_type = {.layout = {.size = 1},
                                 .kind = KIND_UINT8,
                                 .align = 1,
                                 .flags = RTYPE_COMPARABLE | RTYPE_MEMORY_EQUAL,
                                 .slots = 1,
                                 .string = "uint8",
                                 .name = "uint8"};

bool native_reserve(struct g *g, struct go_slice *s, int64_t count) {
  return s->cap - s->len >= count || slice_grow(g, &native_byte_type, s, count);
}

bool native_append(struct g *g, struct go_slice *s, const void *bytes, size_t size) {
  if (size == 0)
    return true;
  if (!native_reserve(g, s, (int64_t)size))
    return false;
  bulk_copy((char *)s->ptr + s->len, bytes, size);
  s->len += (int64_t)size;
  return true;
}
