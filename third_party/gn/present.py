"""present.py FOLDER...: prints, as a GN list, the folders that hold a BUILD.gn
and whose lower layers do too."""
import json
import os
import sys

LAYERS = ["mem", "gc", "runtime", "vm"]
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def present(folder):
    name = os.path.basename(folder)
    needed = LAYERS[:LAYERS.index(name) + 1] if name in LAYERS else []
    if name == "examples":
        with open(os.path.join(ROOT, "vm", "BUILD.gn"), encoding="utf-8") as file:
            if "api.c" not in file.read():
                return False
    return all(os.path.exists(os.path.join(d, "BUILD.gn"))
               for d in [folder] + [os.path.join(ROOT, n) for n in needed])


print(json.dumps([f for f in sys.argv[1:] if present(f)]))
