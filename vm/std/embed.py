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
    out = ['// Made by vm/std/embed.py.\n#include "vm/std/natives.h"\n']
    rows = []
    for i, name in enumerate(sorted(sys.argv[3:])):
        path = pathlib.Path(name)
        data = path.read_bytes()
        package = path.parent.resolve().relative_to(root.resolve()).as_posix()
        out.append(f"static const char text{i}[] = {{\n{literal(data + bytes([0]))}}};\n")
        rows.append(f'    {{"{package}", "{package}/{path.name}", text{i}, {len(data)}}},\n')
    out.append("const struct std_file std_files[] = {\n" + "".join(rows) + "};\n")
    out.append(f"const int std_file_count = {len(rows)};\n")
    pathlib.Path(output).write_text("".join(out))


main()
