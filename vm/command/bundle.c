// A program inside the command: see bundle.h.

#include "vm/command/bundle.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "vm/command/command.h"
#include "vm/command/elf_section.h"
#include "vm/command/folder.h"

static const char section_name[] = ".vole.program";
static const char magic[] = "vole program 1\n";
static const char self[] = "/proc/self/exe";

enum { magic_size = sizeof magic - 1, number_size = 8 };

void bundle_add(struct bundle *bundle, const struct vole_package *package) {
  bundle->packages = pool_grow(bundle->pool, bundle->packages, bundle->count, &bundle->cap,
                               sizeof *bundle->packages);
  bundle->packages[bundle->count++] = *package;
}

// Writing.

// Bytes that grow. Without data they are only counted.
struct bytes {
  char *data;
  size_t size;
};

static void put(struct bytes *bytes, const void *data, size_t size) {
  if (bytes->data && size > 0)
    memcpy(bytes->data + bytes->size, data, size);
  bytes->size += size;
}

static void put_number(struct bytes *bytes, uint64_t number) {
  unsigned char digits[number_size];
  for (int i = 0; i < number_size; i++)
    digits[i] = (unsigned char)(number >> (8 * i));
  put(bytes, digits, sizeof digits);
}

static void put_text(struct bytes *bytes, const char *text, size_t size) {
  put_number(bytes, size);
  put(bytes, text, size);
}

static void put_string(struct bytes *bytes, const char *text) {
  put_text(bytes, text ? text : "", text ? strlen(text) : 0);
}

static void put_files(struct bytes *bytes, const struct vole_source *files, int count) {
  put_number(bytes, (uint64_t)count);
  for (int i = 0; i < count; i++) {
    put_string(bytes, files[i].name);
    put_text(bytes, files[i].text, files[i].size);
  }
}

static void put_bundle(struct bytes *bytes, const struct bundle *bundle) {
  put_string(bytes, bundle->tags);
  put_number(bytes, (uint64_t)bundle->count);
  for (int i = 0; i < bundle->count; i++) {
    const struct vole_package *package = &bundle->packages[i];
    put_string(bytes, package->path);
    put_string(bytes, package->folder);
    put_number(bytes, (uint64_t)package->language_minor);
    put_number(bytes, package->all_files);
    put_files(bytes, package->files, package->file_count);
    put_files(bytes, package->embedded, package->embedded_count);
  }
}

// Returns the contents of the section; NULL: memory is short for the compression.
static char *pack(const struct bundle *bundle, size_t *size) {
  struct bytes plain = {0}, packed = {0};
  put_bundle(&plain, bundle);
  plain.data = pool_alloc(bundle->pool, plain.size + 1);
  plain.size = 0;
  put_bundle(&plain, bundle);
  uLongf packed_size = compressBound(plain.size);
  packed.data = pool_alloc(bundle->pool, magic_size + number_size + packed_size);
  put(&packed, magic, magic_size);
  put_number(&packed, plain.size);
  if (compress((Bytef *)packed.data + packed.size, &packed_size, (const Bytef *)plain.data,
               plain.size) != Z_OK)
    return NULL;
  *size = packed.size + packed_size;
  return packed.data;
}

// Writes a file beside its place, and then puts it there.
static const char *write_executable(struct pool *pool, const char *path, const char *data,
                                    size_t size) {
  if (folder_exists(path))
    return pool_printf(pool, "build output \"%s\" already exists and is a directory", path);
  const char *beside = pool_printf(pool, "%s.%d.tmp", path, (int)getpid());
  int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0777);
  const char *failed = fd < 0 ? "open" : NULL;
  while (!failed && size > 0) {
    ssize_t put_size = write(fd, data, size);
    if (put_size < 0 && errno != EINTR)
      failed = "write";
    if (put_size > 0) {
      data += put_size;
      size -= (size_t)put_size;
    }
  }
  int error = errno;
  if (fd >= 0 && close(fd) != 0 && !failed) {
    failed = "close";
    error = errno;
  }
  if (!failed && rename(beside, path) != 0) {
    failed = "rename";
    error = errno;
  }
  if (!failed)
    return NULL;
  unlink(beside);
  return pool_printf(pool, "%s %s: %s", failed, path, command_error_text(error));
}

const char *bundle_write(const struct bundle *bundle, const char *path) {
  size_t size, packed_size, whole_size;
  const char *executable = file_read(bundle->pool, self, &size);
  if (!executable)
    return pool_printf(bundle->pool, "open %s: %s", self, command_error_text(errno));
  const char *packed = pack(bundle, &packed_size);
  const char *whole = packed ? elf_add_section(bundle->pool, executable, size, section_name, packed,
                                               packed_size, &whole_size)
                             : NULL;
  if (!whole)
    return packed ? "vole build: this executable cannot be extended" : "vole build: out of memory";
  return write_executable(bundle->pool, path, whole, whole_size);
}

// Reading.

// What is left to read. size SIZE_MAX: it ended too early.
struct input {
  struct pool *pool;
  const char *at;
  size_t size;
  bool broken;
};

static const char *take(struct input *in, size_t size) {
  if (in->broken || size > in->size) {
    in->broken = true;
    return NULL;
  }
  const char *data = in->at;
  in->at += size;
  in->size -= size;
  return data;
}

static uint64_t take_number(struct input *in) {
  const char *digits = take(in, number_size);
  uint64_t number = 0;
  for (int i = 0; digits && i < number_size; i++)
    number |= (uint64_t)(unsigned char)digits[i] << (8 * i);
  return number;
}

// Takes the number of things of which each has some bytes: more than are left cannot be.
static int take_count(struct input *in) {
  uint64_t count = take_number(in);
  in->broken = in->broken || count > in->size;
  return in->broken ? 0 : (int)count;
}

static const char *take_text(struct input *in, size_t *size) {
  *size = (size_t)take_number(in);
  const char *text = take(in, *size);
  return text ? pool_copy(in->pool, text, *size) : NULL;
}

// Takes a text that is NULL where it is empty.
static const char *take_string(struct input *in) {
  size_t size;
  const char *text = take_text(in, &size);
  return size > 0 ? text : NULL;
}

static const struct vole_source *take_files(struct input *in, int *count) {
  *count = take_count(in);
  struct vole_source *files = pool_alloc(in->pool, ((size_t)*count + 1) * sizeof *files);
  for (int i = 0; i < *count; i++) {
    files[i].name = take_string(in);
    files[i].text = take_text(in, &files[i].size);
  }
  return files;
}

static void take_package(struct input *in, struct vole_package *package) {
  package->path = take_string(in);
  package->folder = take_string(in);
  package->language_minor = (int)take_number(in);
  package->all_files = take_number(in) != 0;
  package->files = take_files(in, &package->file_count);
  package->embedded = take_files(in, &package->embedded_count);
}

// Returns the uncompressed rest of a section; NULL: it is malformed.
static char *unpack(struct pool *pool, const char *data, size_t size, size_t *plain_size) {
  struct input in = {.pool = pool, .at = data, .size = size};
  const char *start = take(&in, magic_size);
  *plain_size = (size_t)take_number(&in);
  // zlib makes no text less than a thousandth of its size.
  if (in.broken || memcmp(start, magic, magic_size) != 0 || *plain_size / 2000 > in.size)
    return NULL;
  char *plain = pool_alloc(pool, *plain_size + 1);
  uLongf got = *plain_size;
  bool ok = uncompress((Bytef *)plain, &got, (const Bytef *)in.at, in.size) == Z_OK;
  return ok && got == *plain_size ? plain : NULL;
}

bool bundle_read(struct bundle *bundle, const char **problem) {
  *problem = NULL;
  int fd = open(self, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return false;
  size_t size;
  const char *data = elf_read_section(bundle->pool, fd, section_name, &size);
  close(fd);
  if (!data)
    return false;
  struct input in = {.pool = bundle->pool};
  in.at = unpack(bundle->pool, data, size, &in.size);
  in.broken = !in.at;
  bundle->tags = take_string(&in);
  int count = take_count(&in);
  for (int i = 0; i < count && !in.broken; i++) {
    struct vole_package package = {0};
    take_package(&in, &package);
    bundle_add(bundle, &package);
  }
  if (in.broken || bundle->count == 0)
    *problem = "the program in this executable is damaged";
  return !*problem;
}
