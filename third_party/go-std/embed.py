"""embed.py OUTPUT OUR_LICENCE ROOT LICENCE FILE...: makes a C table of files below ROOT, as go_std.h
declares it.

The files of a package are compressed together, so that a program unpacks what it imports. Those of
PLAIN are not compressed.
With --look for OUTPUT it only looks whether they are there.
"""
import itertools
import pathlib
import sys
import zlib

NOT_THERE = """third_party/go-std: {} is not there.
Vole takes part of its standard library from Debian's package golang-1.19-src. Install it by
  apt-get install golang-1.19-src
or say by the GN arguments go_std_root and go_std_licence where its source and its licence are.
Is it another version of the package? Then third_party/go-std/list.py makes the list of files again."""


GO_STD = """
Go's own library, parts of which are compiled into Vole. Debian's package of its source says:

"""


# What package fmt imports, and so nearly every program: unpacking it would take longer than it saves.
PLAIN = {"internal/itoa", "internal/oserror", "io/fs", "path"}


def literal(data):
    """A C string literal of bytes; an escape of three digits may be followed by anything."""
    lines = (data[i:i + 64] for i in range(0, len(data), 64))
    return "\n".join('"' + "".join(f"\\{byte:03o}" for byte in line) + '"' for line in lines) or '""'


def packed(number, data, is_plain):
    code = data if is_plain else zlib.compress(data, 9)
    size = 0 if is_plain else len(code)
    return f"static const unsigned char packed{number}[] =\n{literal(code)};\n", f"packed{number}, {size}, {len(data)}"


def main():
    output, ours, root, licence, *names = sys.argv[1:]
    root = pathlib.Path(root)
    for path in [pathlib.Path(licence)] + [root / name for name in names]:
        if not path.is_file():
            sys.exit(NOT_THERE.format(path))
    if output == "--look":
        return
    out, rows = ['// Made by third_party/go-std/embed.py.\n#include "third_party/go-std/go_std.h"\n'], []
    grouped = itertools.groupby(sorted(names, key=lambda n: n.rpartition("/")[::2]), lambda n: n.rpartition("/")[0])
    for number, (package, of_package) in enumerate(grouped):
        of_package = list(of_package)
        texts = [(root / name).read_bytes() for name in of_package]
        literals, row = packed(number, b"".join(text + b"\0" for text in texts), package in PLAIN)
        names = ",\n".join(f'  "{name}"' for name in of_package)
        sizes = ", ".join(str(len(text)) for text in texts)
        out.append(f"{literals}static const char *const names{number}[] = {{\n{names}}};\n"
                   f"static const size_t sizes{number}[] = {{{sizes}}};\n")
        rows.append(f'  {{"{package}", names{number}, sizes{number}, {len(texts)}, {row}}},\n')
    out.append("const struct go_std_package go_std_packages[] = {\n" + "".join(rows) + "};\n")
    out.append(f"const int go_std_package_count = {len(rows)};\n")
    text = "Vole\n\n" + pathlib.Path(ours).read_text() + GO_STD + pathlib.Path(licence).read_text() + "\0"
    literals, row = packed("", text.encode(), False)
    out.append(f'{literals}const struct go_std_package go_std_licences = {{"", 0, 0, 0, {row}}};\n')
    pathlib.Path(output).write_text("".join(out))


main()
