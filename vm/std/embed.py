"""embed.py OUTPUT ROOT FILE...: makes a C table of the standard library's Go sources."""
import pathlib
import sys


def literal(data):
    lines = []
    for start in range(0, len(data), 24):
        lines.append(",".join(str(b) for b in data[start:start + 24]))
    return ",\n".join(lines)


def main():
    output, root = sys.argv[1], pathlib.Path(sys.argv[2])
    files = []
    for name in sys.argv[3:]:
        path = pathlib.Path(name)
        package = path.parent.resolve().relative_to(root.resolve()).as_posix()
        files.append((package, path.name, path.read_bytes()))
    files.sort()
    out = ['// Made by vm/std/embed.py.\n#include "vm/std/natives.h"\n']
    for i, (_, _, data) in enumerate(files):
        out.append(f"static const char text{i}[] = {{\n{literal(data + bytes([0]))}}};\n")

    def table(declaration, items):
        out.append(f"const {declaration}[] = {{\n" + "".join(f"    {item},\n" for item in items) + "};\n")

    table("char *const std_packages", [f'"{package}"' for package, _, _ in files])
    table("char *const std_names", [f'"{package}/{name}"' for package, name, _ in files])
    table("char *const std_texts", [f"text{i}" for i in range(len(files))])
    table("size_t std_sizes", [str(len(data)) for _, _, data in files])
    out.append(f"const int std_file_count = {len(files)};\n")
    pathlib.Path(output).write_text("".join(out))


main()
