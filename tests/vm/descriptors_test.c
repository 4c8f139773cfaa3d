// Numbers that the system would cut to one of its descriptors: they are none, and the host's
// streams stay open.

#include <criterion/criterion.h>
#include <fcntl.h>
#include <string.h>

#include "vm/api/vole.h"

static const char source[] =
    "package main\n"
    "import (\"errors\"; \"os\")\n"
    "func must(err error) { if err == nil || errors.Is(err, os.ErrPermission) { panic(err) } }\n"
    "func main() {\n"
    "  for stream := uintptr(0); stream < 3; stream++ {\n"
    "    f := os.NewFile(1<<32 + stream, \"none\")\n"
    "    _, err := f.Write([]byte(\"x\")); must(err)\n"
    "    _, err = f.Read(make([]byte, 1)); must(err)\n"
    "    _, err = f.Stat(); must(err)\n"
    "    must(f.Sync()); must(f.Truncate(0)); must(f.Close())\n"
    "  }\n"
    "}\n";

Test(descriptors, none_beyond_an_int) {
  struct vole_error error = {0};
  struct vole_config config = {.grant = VOLE_GRANT_FILES};
  struct vole *vole = vole_new(&config, &error);
  cr_assert(vole && vole_load_string(vole, "p.go", source, sizeof source - 1, &error) &&
                vole_run(vole, &error),
            "%s", error.message);
  for (int fd = 0; fd < 3; fd++)
    cr_assert_geq(fcntl(fd, F_GETFD), 0, "descriptor %d was closed", fd);
  vole_free(vole);
}
