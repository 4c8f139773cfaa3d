"""Links libvole.a and libvole.so from Vole's objects.

  link.py --cc=CC --version=V --map=FILE --objects=ARCHIVE --packages=A,B --libraries=C,D [FLAG...]

All objects become one, in which only the functions of vole.h are global: a host may have symbols of
any other name. With link-time optimisation that one object is compiled here. So any linker takes the
result, and what is installed is as fast as the command.
"""
import argparse
import os
import subprocess

OBJECT = "vole.o"


def run(*command):
    subprocess.run(command, check=True)


def options():
    parser = argparse.ArgumentParser()
    for name in ("cc", "version", "map", "objects", "packages", "libraries"):
        parser.add_argument("--" + name, required=True)
    return parser.parse_known_args()


def needed(packages, libraries):
    """The arguments that link the libraries of others."""
    flags = subprocess.run(["pkg-config", "--libs", *packages], check=True, text=True,
                           stdout=subprocess.PIPE).stdout.split()
    return flags + ["-l" + name for name in libraries]


def main():
    chosen, flags = options()
    # A relocatable link knows nothing of the run-time libraries of sanitizers.
    plain = [flag for flag in flags if not flag.startswith("-fsanitize")]
    run(chosen.cc, "-r", "-nostdlib", *plain, "-o", OBJECT,
        "-Wl,--whole-archive", chosen.objects, "-Wl,--no-whole-archive")
    run("objcopy", "--localize-hidden", OBJECT)
    if os.path.exists("libvole.a"):
        os.remove("libvole.a")
    run("ar", "rcsD", "libvole.a", OBJECT)
    run(chosen.cc, "-shared", "-pthread", *flags, "-o", "libvole.so", OBJECT,
        "-Wl,-soname,libvole.so." + chosen.version.split(".", maxsplit=1)[0],
        "-Wl,--version-script=" + chosen.map,
        *needed(chosen.packages.split(","), chosen.libraries.split(",")))
    os.remove(OBJECT)


main()
