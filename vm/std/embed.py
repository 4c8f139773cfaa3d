"""embed.py OUTPUT HEADER PREFIX ROOT FILE...: makes a C table of files below ROOT.

HEADER declares PREFIX_names, their names below ROOT; _packages, the folders; _texts and _sizes; and
PREFIX_file_count. They are sorted by folder and name.
"""
import pathlib
import sys


def literal(data):
    lines = []
    for start in range(0, len(data), 24):
        lines.append(",".join(str(b) for b in data[start:start + 24]))
    return ",\n".join(lines)


def main():
    output, header, prefix, root = *sys.argv[1:4], pathlib.Path(sys.argv[4])
    files = []
    for name in sys.argv[5:]:
        path = pathlib.Path(name)
        package = path.parent.resolve().relative_to(root.resolve()).as_posix()
        files.append((package, path.name, path.read_bytes()))
    files.sort()
    out = [f'// Made by vm/std/embed.py.\n#include "{header}"\n']
    for i, (_, _, data) in enumerate(files):
        out.append(f"static const char text{i}[] = {{\n{literal(data + bytes([0]))}}};\n")

    def table(declaration, items):
        out.append(f"const {declaration}[] = {{\n" + "".join(f"    {item},\n" for item in items) + "};\n")

    table(f"char *const {prefix}_packages", [f'"{package}"' for package, _, _ in files])
    table(f"char *const {prefix}_names",
          [f'"{pathlib.PurePosixPath(package, name)}"' for package, name, _ in files])
    table(f"char *const {prefix}_texts", [f"text{i}" for i in range(len(files))])
    table(f"size_t {prefix}_sizes", [str(len(data)) for _, _, data in files])
    out.append(f"const int {prefix}_file_count = {len(files)};\n")
    pathlib.Path(output).write_text("".join(out))


main()
