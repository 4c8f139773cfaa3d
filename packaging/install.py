"""Installs what a build folder holds: command, libraries, header, pkg-config file, CMake package,
manual pages.

  install.py OUT [--prefix P] [--libdir L] [--destdir D]

P is where Vole will be found, by default /usr/local; L its folder of libraries, by default lib, and
below P unless it is absolute. D goes before all paths while files are written, and into none of them.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import man  # noqa: E402


def options(arguments=None):
    parser = argparse.ArgumentParser(prog="./x install")
    parser.add_argument("out", help=argparse.SUPPRESS)
    parser.add_argument("prefix_given", nargs="?", metavar="PREFIX",
                        help="the same as --prefix PREFIX")
    parser.add_argument("--prefix", default="/usr/local", help="default: %(default)s")
    parser.add_argument("--libdir", default="lib", help="default: %(default)s, below the prefix")
    parser.add_argument("--destdir", default=os.environ.get("DESTDIR", ""),
                        help="goes before all paths; default: $DESTDIR")
    return parser.parse_args(arguments)


def template(name, values):
    with open(os.path.join(HERE, name + ".in"), encoding="utf-8") as file:
        text = file.read()
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text


class Installation:
    """The folders that Vole goes to, below destdir while it is written."""

    def __init__(self, destdir, prefix, libdir):
        self.destdir = destdir
        self.prefix = os.path.abspath(prefix)
        self.libdir = os.path.join(self.prefix, libdir)

    def place(self, path):
        """Where a path is written; its folder is there afterwards."""
        place = self.destdir + path if self.destdir else path
        os.makedirs(os.path.dirname(place), exist_ok=True)
        print(place)
        return place

    def copy(self, source, *path, mode=0o644):
        place = self.place(os.path.join(*path))
        # A library that is in use keeps its file: the new one is another.
        shutil.copyfile(source, place + ".new")
        os.chmod(place + ".new", mode)
        os.replace(place + ".new", place)

    def write(self, text, *path):
        with open(self.place(os.path.join(*path)), "w", encoding="utf-8") as file:
            file.write(text)

    def link(self, target, *path):
        place = self.place(os.path.join(*path))
        if os.path.lexists(place):
            os.remove(place)
        os.symlink(target, place)


def values_of(out, where):
    """What the templates are filled with."""
    with open(os.path.join(out, "package.json"), encoding="utf-8") as file:
        package = json.load(file)
    names = subprocess.run(["pkg-config", "--libs-only-l", *package["packages"]], check=True,
                           text=True, stdout=subprocess.PIPE).stdout.split()
    cmake = os.path.join(where.libdir, "cmake", "vole")
    return {
        "version": package["version"],
        "major": package["version"].split(".", maxsplit=1)[0],
        "prefix": where.prefix,
        "libdir": where.libdir,
        "packages": " ".join(package["packages"]),
        "libraries": " ".join("-l" + name for name in package["libraries"]),
        "cmake_libraries": ";".join([name[2:] for name in names] + package["libraries"]),
        "to_prefix": os.path.relpath(where.prefix, cmake),
    }


def install(out, where):
    values = values_of(out, where)
    versioned = "libvole.so." + values["version"]
    soname = "libvole.so." + values["major"]
    header = os.path.join(HERE, "..", "vm", "api", "vole.h")
    where.copy(os.path.join(out, "vole"), where.prefix, "bin", "vole", mode=0o755)
    where.copy(header, where.prefix, "include", "vole.h")
    where.copy(os.path.join(out, "libvole.a"), where.libdir, "libvole.a")
    where.copy(os.path.join(out, "libvole.so"), where.libdir, versioned, mode=0o755)
    where.link(versioned, where.libdir, soname)
    where.link(soname, where.libdir, "libvole.so")
    where.write(template("vole.pc", values), where.libdir, "pkgconfig", "vole.pc")
    for name in ("vole-config.cmake", "vole-config-version.cmake"):
        where.write(template(name, values), where.libdir, "cmake", "vole", name)
    share = os.path.join(where.prefix, "share")
    for shell, folder, name in (("bash", "bash-completion/completions", "vole"),
                                ("zsh", "zsh/site-functions", "_vole"),
                                ("fish", "fish/vendor_completions.d", "vole.fish")):
        with open(os.path.join(HERE, "completion", shell), encoding="utf-8") as file:
            where.write(file.read(), share, folder, name)
    manual = os.path.join(share, "man")
    where.write(template("vole.1", values), manual, "man1", "vole.1")
    with open(header, encoding="utf-8") as file:
        where.write(man.page(file.read(), values["version"]), manual, "man3", "vole.3")


def main():
    chosen = options()
    where = Installation(chosen.destdir, chosen.prefix_given or chosen.prefix, chosen.libdir)
    try:
        install(chosen.out, where)
    except OSError as error:
        sys.exit(f"x: cannot install: {error}")


if __name__ == "__main__":
    main()
