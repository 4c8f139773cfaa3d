"""What packagers and hosts get: symbols of the libraries, installed files, pkg-config, CMake, manual.

Each case works on an installation below a temporary folder, made from the libraries of one build.
Hosts are built there as strangers build them: with the installed files and nothing of the sources.
"""
import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile

import harness

SECONDS = 300
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wstrict-prototypes", "-Werror"]
SANITIZE = {"asan": ["-fsanitize=address,undefined"], "tsan": ["-fsanitize=thread"]}
OTHERS = {"gmp", "xxhash", "unistring", "z", "m", "c", "ld-linux-x86-64", "pthread"}

# A host with symbols of names that Vole has, too.
NAMESAKES = """
#include <stdio.h>
#include <vole.h>
int mheap_init, type_string, text_addf, runtime_init, program_load, m_current;
int main(void) {
  struct vole_error err = {0};
  static const char source[] = "package main\\nfunc main() { println(\\"in a host\\") }\\n";
  struct vole_config config = {0};
  config.err_fd = 1;
  struct vole *vole = vole_new(&config, &err);
  bool ok = vole && vole_load_string(vole, "x.go", source, sizeof source - 1, &err) &&
            vole_run(vole, &err);
  if (!ok)
    puts(err.message);
  vole_free(vole);
  return !ok + mheap_init + type_string + text_addf + runtime_init + program_load + m_current;
}
"""

# A library that a running program opens: nothing of it was known when the program was linked.
OPENED_LATE = """
import ctypes, sys
vole = ctypes.CDLL(sys.argv[1])
for name in ("vole_new", "vole_version"):
    getattr(vole, name).restype = ctypes.c_void_p
instance = ctypes.c_void_p(vole.vole_new(None, None))
source = b'package main\\nimport "fmt"\\nfunc main() { fmt.Println("opened late") }\\n'
loaded = vole.vole_load_string(instance, b"x.go", source, ctypes.c_size_t(len(source)), None)
ran = loaded & 1 and vole.vole_run(instance, None)
vole.vole_free(instance)
sys.exit(0 if ran & 1 else 1)
"""

CMAKE = """
cmake_minimum_required(VERSION 3.13)
project(hosts C)
find_package(vole 1.0 REQUIRED)
add_executable(shared host.c)
target_link_libraries(shared vole::vole)
add_executable(static host.c)
target_link_libraries(static vole::static)
"""


class Failed(Exception):
    """A step of a case went wrong; its text says what."""


def do(command, folder=None, settings=None):
    """Runs a step. Returns what it prints."""
    done = harness.run(command, folder=folder, settings=settings, seconds=SECONDS,
                       limit_memory=False)
    if done.code != 0:
        raise Failed(f"    {harness.command_line(command, folder)}\n    {done.ending()}\n"
                     + harness.shown(done.out + done.err))
    return done.out.decode()


def declared():
    """The functions that vole.h declares."""
    with open(os.path.join(harness.ROOT, "vm", "api", "vole.h"), encoding="utf-8") as file:
        return set(re.findall(r"^(?!typedef)\w.*?\b(vole_\w+)\(", file.read(), re.M))


def version_of_sources():
    with open(os.path.join(harness.ROOT, "vm", "version.gni"), encoding="utf-8") as file:
        return re.search(r'vole_version = "(.*)"', file.read())[1]


class Installed:
    """An installation of the libraries of out/KIND below a temporary folder."""

    def __init__(self, kind):
        self.kind = kind
        self.folder = tempfile.TemporaryDirectory()
        self.prefix = os.path.join(self.folder.name, "vole")
        do([sys.executable, os.path.join(harness.ROOT, "packaging", "install.py"),
            os.path.join(harness.ROOT, "out", kind), "--prefix", self.prefix])
        self.lib = os.path.join(self.prefix, "lib")
        self.host = self.source("host.c", NAMESAKES)

    def source(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def pkg_config(self, *options):
        return do(["pkg-config", *options, "vole"],
                  settings={"PKG_CONFIG_PATH": os.path.join(self.lib, "pkgconfig")}).split()

    def build(self, compiler, source, *flags):
        """Compiles and links a host. Returns its path."""
        program = os.path.join(self.folder.name, f"{compiler}-{len(flags)}-{os.path.basename(source)}.out")
        do([compiler, *WARNINGS, source, "-o", program, *flags, *SANITIZE.get(self.kind, [])])
        return program

    def run(self, program, *arguments):
        return do([program, *arguments], settings={"LD_LIBRARY_PATH": self.lib})


def compilers():
    """Those that are here. The sanitizers' libraries are clang's."""
    return [name for name in ("gcc", "clang") if shutil.which(name)]


def expect(wanted, got):
    if wanted != got:
        raise Failed(harness.difference(wanted.encode(), got.encode()))


def check_symbols(installed, library, *options):
    """Only the functions of vole.h are global, and all of them are."""
    lines = do(["nm", "--defined-only", *options, os.path.join(installed.lib, library)]).splitlines()
    names = {line.split()[-1].split("@")[0] for line in lines if re.search(r" [A-Z] ", line)}
    names.discard("VOLE_1")
    expect("\n".join(sorted(declared())), "\n".join(sorted(names)))


def check_shared(installed):
    """The name and version that programs look for, no text relocation, no other library."""
    check_symbols(installed, "libvole.so", "-D")
    dynamic = do(["readelf", "-dW", os.path.join(installed.lib, "libvole.so")])
    if "[libvole.so.1]" not in dynamic or "TEXTREL" in dynamic:
        raise Failed(harness.shown(dynamic.encode()))
    needed = set(re.findall(r"NEEDED.*\[(?:lib)?([\w-]+?)\.so", dynamic))
    if needed - OTHERS:
        raise Failed(f"    libvole.so needs {needed - OTHERS}")


def check_linked(installed, *options):
    """A host is built with what pkg-config says, by each compiler, and runs."""
    with open(os.path.join(harness.ROOT, "examples", "hosts", "game.c"), encoding="utf-8") as file:
        game = installed.source("game.c", file.read().replace('"vm/api/vole.h"', "<vole.h>"))
    script = os.path.join(harness.ROOT, "examples", "hosts", "game")
    with open(script + ".expected", encoding="utf-8") as file:
        wanted = file.read()
    for compiler in compilers():
        flags = installed.pkg_config("--cflags", "--libs", *options)
        if "--static" in options:
            flags = ["-static", *flags]
        expect("in a host\n", installed.run(installed.build(compiler, installed.host, *flags)))
        expect(wanted, installed.run(installed.build(compiler, game, *flags), script + ".go"))


def check_header(installed):
    """The header stands alone, in C from 1999 on and in C++ from 2011 on, without a warning."""
    source = installed.source("alone.c", "#include <vole.h>\n#include <vole.h>\nint main(void) { return 0; }\n")
    include = os.path.join(installed.prefix, "include")
    for compiler in compilers():
        for language in ("c99", "c11", "c17"):
            do([compiler, *WARNINGS, "-std=" + language, "-I", include, "-fsyntax-only", source])
    for compiler in ("g++", "clang++"):
        if shutil.which(compiler):
            do([compiler, "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-std=c++11", "-x", "c++",
                "-I", include, "-fsyntax-only", source])


def check_version(installed):
    """What is installed says the version of version.gni."""
    version = version_of_sources()
    expect(version + "\n", "\n".join(installed.pkg_config("--modversion")) + "\n")
    cmake = os.path.join(installed.lib, "cmake", "vole", "vole-config-version.cmake")
    with open(cmake, encoding="utf-8") as file:
        expect(version, re.search(r'PACKAGE_VERSION "(.*)"', file.read())[1])
    if not os.path.exists(os.path.join(installed.lib, "libvole.so." + version)):
        raise Failed("    libvole.so has another version")


def check_opened_late(installed):
    script = installed.source("late.py", OPENED_LATE)
    expect("opened late\n", do([sys.executable, script, os.path.join(installed.lib, "libvole.so.1")]))


def check_files(installed):
    """DESTDIR, prefix and folder of libraries as packagers give them; no file names DESTDIR."""
    with tempfile.TemporaryDirectory() as destdir:
        do([sys.executable, os.path.join(harness.ROOT, "packaging", "install.py"),
            os.path.join(harness.ROOT, "out", installed.kind), "--prefix", "/usr", "--libdir", "lib/any"],
           settings={"DESTDIR": destdir})
        found = sorted(os.path.relpath(os.path.join(folder, name), destdir)
                       for folder, _, names in os.walk(destdir) for name in names)
        expect("\n".join(["usr/bin/vole", "usr/include/vole.h",
                          "usr/lib/any/cmake/vole/vole-config-version.cmake",
                          "usr/lib/any/cmake/vole/vole-config.cmake", "usr/lib/any/libvole.a",
                          "usr/lib/any/libvole.so", "usr/lib/any/libvole.so.1",
                          "usr/lib/any/libvole.so." + version_of_sources(),
                          "usr/lib/any/pkgconfig/vole.pc",
                          "usr/share/bash-completion/completions/vole",
                          "usr/share/fish/vendor_completions.d/vole.fish",
                          "usr/share/man/man1/vole.1", "usr/share/man/man3/vole.3",
                          "usr/share/zsh/site-functions/_vole"]),
               "\n".join(found))
        for path in found:
            with open(os.path.join(destdir, path), "rb") as file:
                text = file.read()
            binary = "/bin/" in path or "/libvole." in path
            if destdir.encode() in text or (not binary and re.search(rb"@\w+@", text)):
                raise Failed(f"    {path} names DESTDIR, or is not filled in")
        cmake = os.path.join(destdir, "usr/lib/any/cmake/vole")
        with open(os.path.join(cmake, "vole-config.cmake"), encoding="utf-8") as file:
            text = file.read()
        # The paths lead from the folder of this file to what is installed.
        up = re.search(r"_vole_prefix \"\${CMAKE_CURRENT_LIST_DIR}/(.+?)\"", text)
        library = re.search(r"_vole_libdir}/(libvole\.so.*?)\"", text)
        for path in (os.path.join(cmake, up[1] if up else "?", "include", "vole.h"),
                     os.path.join(cmake, "..", "..", library[1] if library else "?")):
            if not os.path.exists(path):
                raise Failed(f"    vole-config.cmake leads to {path}, which is not there")


def check_manual(installed):
    """vole(3) has every function; vole(1) every command; troff finds nothing to say about either."""
    pages = {number: os.path.join(installed.prefix, "share", "man", f"man{number}", f"vole.{number}")
             for number in (1, 3)}
    with open(pages[3], encoding="utf-8") as file:
        text = file.read()
    missing = {name for name in declared() if not re.search(rf"^\w.*\b{name}\(", text, re.M)}
    with open(pages[1], encoding="utf-8") as file:
        text = file.read()
    usage = do([harness.vole(installed.kind), "help"])
    missing |= {name for name in re.findall(r"^(?:usage:)? +vole (\w+)", usage, re.M)
                if ".B vole " + name not in text}
    if missing:
        raise Failed(f"    the manual does not know {missing}")
    for shell in ("bash", "zsh", "fish"):
        with open(os.path.join(harness.ROOT, "packaging", "completion", shell), encoding="utf-8") as file:
            text = file.read()
        missing = {name for name in re.findall(r"^(?:usage:)? +vole (\w+)", usage, re.M)
                   if not re.search(rf"\b{name}\b", text)}
        if missing:
            raise Failed(f"    the completion of {shell} does not know {missing}")
        if shutil.which(shell):
            do([shell, "-n", os.path.join(harness.ROOT, "packaging", "completion", shell)])
    for path in pages.values():
        if shutil.which("groff"):
            done = subprocess.run(["groff", "-man", "-ww", "-z", path], capture_output=True, check=True)
            expect("", done.stderr.decode())


def check_cmake(installed):
    """find_package(vole) gives both libraries, also where the installation was moved to."""
    moved = os.path.join(installed.folder.name, "moved")
    shutil.copytree(installed.prefix, moved, symlinks=True)
    folder = os.path.join(installed.folder.name, "cmake")
    os.mkdir(folder)
    with open(os.path.join(folder, "CMakeLists.txt"), "w", encoding="utf-8") as file:
        file.write(CMAKE)
    shutil.copy(installed.host, folder)
    do(["cmake", "-S", folder, "-B", os.path.join(folder, "out"), "-DCMAKE_PREFIX_PATH=" + moved,
        "-DCMAKE_C_COMPILER=" + compilers()[0]])
    do(["cmake", "--build", os.path.join(folder, "out")])
    for name in ("shared", "static"):
        expect("in a host\n", do([os.path.join(folder, "out", name)]))


STUB = '#!/bin/sh\necho "$0 $*" >>"$LOG"\nexit 1\n'


def install_case():
    """./x install looks for no package where nothing is missing, whatever dpkg says."""

    def run():
        with tempfile.TemporaryDirectory() as folder:
            for name in ("apt-get", "sudo", "dpkg-query"):
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(STUB)
                os.chmod(os.path.join(folder, name), 0o755)
            log = os.path.join(folder, "log")
            done = harness.run([os.path.join(harness.ROOT, "x"), "install", "--prefix", "/opt/vole"],
                               settings={"PATH": folder + ":" + os.environ["PATH"], "LOG": log,
                                         "DESTDIR": os.path.join(folder, "root")}, seconds=900)
            if done.code != 0:
                return f"    {done.ending()}\n" + harness.shown(done.out + done.err)
            if os.path.exists(log):
                return "    it called " + open(log, encoding="utf-8").read()
            if not os.path.exists(os.path.join(folder, "root", "opt", "vole", "bin", "vole")):
                return "    the command is not there"
        return None

    return harness.Case("x install", "DESTDIR=/tmp/vole ./x install", run)


def case(kind, name, check, *arguments, suite="packaging"):
    def run():
        try:
            check(installation(kind), *arguments)
        except Failed as failed:
            return str(failed)
        return None

    return harness.Case(name, f"./x test {suite} --only {name!r}", run)


@functools.lru_cache(maxsize=None)
def installation(kind):
    return Installed(kind)


def cases(kind):
    found = [case(kind, "symbols of libvole.a", check_symbols, "libvole.a", "-g"),
             case(kind, "symbols of libvole.so", check_shared),
             case(kind, "host with libvole.a", check_linked, "--static"),
             case(kind, "host with libvole.so", check_linked),
             case(kind, "header alone", check_header),
             case(kind, "library opened late", check_opened_late),
             case(kind, "version", check_version),
             case(kind, "files", check_files),
             case(kind, "manual", check_manual)]
    if shutil.which("cmake"):
        found.append(case(kind, "find_package", check_cmake))
    else:
        print("packaging: no cmake here; the case find_package is skipped")
    return found
