// Files and folders: see folder.h.

#include "vm/command/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool text_ends_with(const char *text, const char *suffix) {
  size_t length = strlen(text), n = strlen(suffix);
  return length >= n && strcmp(text + length - n, suffix) == 0;
}

char *file_read(struct pool *pool, const char *path, size_t *size) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  struct stat info;
  if (fd < 0)
    return NULL;
  if (fstat(fd, &info) != 0 || S_ISDIR(info.st_mode)) {
    int error = S_ISDIR(info.st_mode) ? EISDIR : errno;
    close(fd);
    errno = error;
    return NULL;
  }
  size_t used = 0, cap = (size_t)info.st_size + 1;
  char *text = pool_alloc(pool, cap + 1);
  for (;;) {
    ssize_t got = read(fd, text + used, cap - used);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0) {
      int error = errno;
      close(fd);
      errno = error;
      *size = used;
      return got < 0 ? NULL : text;
    }
    used += (size_t)got;
    if (used == cap) {
      char *larger = pool_alloc(pool, cap * 2 + 1);
      memcpy(larger, text, used);
      text = larger;
      cap *= 2;
    }
    text[used] = '\0';
  }
}

bool file_is_script(const char *path) {
  char start[2];
  FILE *file = file_exists(path) ? fopen(path, "rb") : NULL;
  bool is_script = file && fread(start, 1, sizeof start, file) == sizeof start &&
                   memcmp(start, "#!", sizeof start) == 0;
  if (file)
    fclose(file);
  return is_script;
}

bool file_exists(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && !S_ISDIR(info.st_mode);
}

bool folder_exists(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static int compare_texts(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort(struct text_list *list) {
  if (list->count > 1)
    qsort(list->items, (size_t)list->count, sizeof *list->items, compare_texts);
}

bool folder_list_go(struct pool *pool, const char *folder, struct text_list *names) {
  DIR *dir = opendir(folder);
  if (!dir)
    return false;
  for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
    const char *name = entry->d_name;
    if (*name == '.' || *name == '_' || !text_ends_with(name, ".go"))
      continue;
    if (entry->d_type != DT_REG && folder_exists(pool_printf(pool, "%s/%s", folder, name)))
      continue;
    pool_add_text(pool, names, pool_copy(pool, name, strlen(name)));
  }
  closedir(dir);
  sort(names);
  return true;
}

bool folder_has_go(const char *folder) {
  DIR *dir = opendir(folder);
  bool found = false;
  if (!dir)
    return false;
  for (const struct dirent *entry; !found && (entry = readdir(dir)) != NULL;)
    found = entry->d_type != DT_DIR && text_ends_with(entry->d_name, ".go");
  closedir(dir);
  return found;
}

void folder_list_folders(struct pool *pool, const char *folder, struct text_list *names) {
  DIR *dir = opendir(folder);
  if (!dir)
    return;
  for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
    const char *name = entry->d_name;
    struct stat info;
    bool is_folder = entry->d_type == DT_DIR;
    if (entry->d_type == DT_UNKNOWN)
      is_folder =
          lstat(pool_printf(pool, "%s/%s", folder, name), &info) == 0 && S_ISDIR(info.st_mode);
    if (is_folder && *name != '.' && *name != '_' && strcmp(name, "testdata") != 0)
      pool_add_text(pool, names, pool_copy(pool, name, strlen(name)));
  }
  closedir(dir);
  sort(names);
}

const char *path_clean(struct pool *pool, const char *folder, const char *path) {
  const char *whole = *path == '/' ? path : pool_printf(pool, "%s/%s", folder, path);
  char *clean = pool_alloc(pool, strlen(whole) + 2);
  size_t used = 0;
  for (const char *at = whole; *at;) {
    size_t size = strcspn(at, "/");
    if (size == 2 && at[0] == '.' && at[1] == '.') {
      while (used > 0 && clean[--used] != '/')
        ;
    } else if (size > 0 && !(size == 1 && *at == '.')) {
      clean[used++] = '/';
      memcpy(clean + used, at, size);
      used += size;
    }
    at += size + (at[size] == '/');
  }
  if (used == 0)
    clean[used++] = '/';
  clean[used] = '\0';
  return clean;
}

const char *path_below(const char *folder, const char *path) {
  size_t size = strcmp(folder, "/") == 0 ? 0 : strlen(folder);
  if (strncmp(folder, path, size) != 0)
    return NULL;
  if (path[size] == '\0')
    return path + size;
  return path[size] == '/' ? path + size + 1 : NULL;
}

const char *path_relative(struct pool *pool, const char *folder, const char *path) {
  const char *up = "";
  const char *below = path_below(folder, path);
  char *parent = pool_copy(pool, folder, strlen(folder));
  while (!below) {
    char *slash = strrchr(parent, '/');
    slash[slash == parent] = '\0';
    up = pool_printf(pool, "../%s", up);
    below = path_below(parent, path);
  }
  size_t size = strlen(up);
  if (*below)
    return pool_printf(pool, "%s%s", up, below);
  return size > 0 ? pool_copy(pool, up, size - 1) : ".";
}
