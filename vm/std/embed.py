"""embed.py OUTPUT HEADER PREFIX ROOT FILE...: makes a C table of files below ROOT.

HEADER declares PREFIX_names, their names below ROOT; _packages, the folders; _texts and _sizes; and
PREFIX_file_count. They are sorted by folder and name.
"""
import pathlib
import re
import sys


def literal(data):
    lines = []
    for start in range(0, len(data), 24):
        lines.append(",".join(str(b) for b in data[start:start + 24]))
    return ",\n".join(lines)


def imported(files, package):
    """Package with all that it imports: nearly every program reads those, so that they lie together."""
    found, left = set(), [package, "runtime"]
    while left:
        package = left.pop()
        if package not in found:
            found.add(package)
            texts = b"\n".join(text for of, _, text in files if of == package).decode()
            left += re.findall(r'^(?:import|\t)\s*(?:[\w.]+ )?"([\w/]+)"$', texts, re.MULTILINE)
    return found


def main():
    output, header, prefix, root = *sys.argv[1:4], pathlib.Path(sys.argv[4])
    files = []
    for name in sys.argv[5:]:
        path = pathlib.Path(name)
        package = path.parent.resolve().relative_to(root.resolve()).as_posix()
        files.append((package, path.name, path.read_bytes()))
    files.sort()
    out = [f'// Made by vm/std/embed.py.\n#include "{header}"\n']
    near = imported(files, "fmt")
    places, texts = {}, b""
    for file in sorted(files, key=lambda file: file[0] not in near):
        places[file[:2]] = len(texts)
        texts += file[2] + b"\0"
    out.append(f"static const char texts[] = {{\n{literal(texts)}}};\n")

    def table(declaration, items):
        out.append(f"const {declaration}[] = {{\n" + "".join(f"    {item},\n" for item in items) + "};\n")

    table(f"char *const {prefix}_packages", [f'"{package}"' for package, _, _ in files])
    table(f"char *const {prefix}_names",
          [f'"{pathlib.PurePosixPath(package, name)}"' for package, name, _ in files])
    table(f"char *const {prefix}_texts", [f"texts + {places[file[:2]]}" for file in files])
    table(f"size_t {prefix}_sizes", [str(len(data)) for _, _, data in files])
    out.append(f"const int {prefix}_file_count = {len(files)};\n")
    pathlib.Path(output).write_text("".join(out))


main()
