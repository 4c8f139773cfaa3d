// A section of an executable: see elf_section.h.
//
// The section, a new table of names and a new table of sections go to the end of the file, so that
// nothing moves that is there.

#include "vm/command/elf_section.h"

#include <elf.h>
#include <link.h>
#include <string.h>
#include <unistd.h>

enum { most_sections = 1000, most_names = 1 << 20, alignment = 8 };

typedef ElfW(Ehdr) elf_header;
typedef ElfW(Shdr) elf_section;

static bool is_elf(const elf_header *header) {
  return memcmp(header->e_ident, ELFMAG, SELFMAG) == 0 &&
         header->e_ident[EI_CLASS] == (sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32) &&
         (header->e_shnum == 0 || header->e_shentsize == sizeof(elf_section));
}

// The file that is being made.
struct image {
  char *data;
  size_t size;
};

static void append(struct image *image, const void *data, size_t size) {
  if (size > 0)
    memcpy(image->data + image->size, data, size);
  image->size += size;
  while (image->size % alignment != 0)
    image->data[image->size++] = '\0';
}

char *elf_add_section(struct pool *pool, const char *executable, size_t size, const char *name,
                      const char *data, size_t data_size, size_t *new_size) {
  elf_header header;
  elf_section *old = pool_alloc(pool, most_sections * sizeof *old);
  if (size < sizeof header)
    return NULL;
  memcpy(&header, executable, sizeof header);
  size_t count = header.e_shnum, table = count * sizeof(elf_section);
  if (!is_elf(&header) || count + 2 > most_sections || header.e_shoff > size ||
      table > size - header.e_shoff || (count > 0 && header.e_shstrndx >= count))
    return NULL;
  memcpy(old, executable + header.e_shoff, table);
  if (count == 0) {
    count = 2; // an empty one, and that of the names
    header.e_shstrndx = 1;
    old[1].sh_type = SHT_STRTAB;
    old[1].sh_addralign = 1;
  }
  elf_section *names = &old[header.e_shstrndx];
  if (names->sh_offset > size || names->sh_size > size - names->sh_offset)
    return NULL;
  size_t name_size = strlen(name) + 1, leading = names->sh_size == 0; // name 0 is the empty one
  char *all_names = pool_alloc(pool, names->sh_size + leading + name_size);
  memcpy(all_names, executable + names->sh_offset, names->sh_size);
  memcpy(all_names + names->sh_size + leading, name, name_size);
  struct image image = {.data = pool_alloc(pool, size + data_size + names->sh_size + name_size +
                                                     (count + 1) * sizeof *old + 8 * alignment)};
  append(&image, executable, size);
  old[count] = (elf_section){.sh_name = (ElfW(Word))(names->sh_size + leading),
                             .sh_type = SHT_PROGBITS,
                             .sh_offset = image.size,
                             .sh_size = data_size,
                             .sh_addralign = 1};
  append(&image, data, data_size);
  names->sh_offset = image.size;
  names->sh_size += leading + name_size;
  append(&image, all_names, names->sh_size);
  header.e_shoff = image.size;
  header.e_shnum = (ElfW(Half))(count + 1);
  header.e_shentsize = sizeof(elf_section);
  append(&image, old, (count + 1) * sizeof(elf_section));
  memcpy(image.data, &header, sizeof header);
  *new_size = image.size;
  return image.data;
}

static bool read_at(int fd, void *data, size_t size, size_t offset) {
  return pread(fd, data, size, (off_t)offset) == (ssize_t)size;
}

char *elf_read_section(struct pool *pool, int fd, const char *name, size_t *size) {
  elf_header header;
  if (!read_at(fd, &header, sizeof header, 0) || !is_elf(&header) ||
      header.e_shnum > most_sections || header.e_shstrndx >= header.e_shnum)
    return NULL;
  elf_section *sections = pool_alloc(pool, header.e_shnum * sizeof *sections);
  if (!read_at(fd, sections, header.e_shnum * sizeof *sections, header.e_shoff))
    return NULL;
  const elf_section *table = &sections[header.e_shstrndx];
  if (table->sh_size == 0 || table->sh_size > most_names)
    return NULL;
  char *names = pool_alloc(pool, table->sh_size + 1);
  if (!read_at(fd, names, table->sh_size, table->sh_offset))
    return NULL;
  for (int i = 0; i < header.e_shnum; i++) {
    const elf_section *section = &sections[i];
    if (section->sh_name >= table->sh_size || strcmp(names + section->sh_name, name) != 0)
      continue;
    char *data = pool_alloc(pool, section->sh_size + 1);
    *size = section->sh_size;
    return read_at(fd, data, *size, section->sh_offset) ? data : NULL;
  }
  return NULL;
}
