"""Whether the replayer of vectors sees differences: records with one answer changed must all fail.

The records are those of tests/vectors, with an answer of each altered a little: an integer by one, a
bitmap by a bit, a real number by a millionth of itself.
"""
import glob
import json
import os
import random
import re
import tempfile

import harness

# Which fields are answers, by the field that tells the kind of the record.
ANSWERS = [
    ("first_size", ["rounded"]),
    ("fillAligned", ["fillAligned", "findBitRange64"]),
    ("popcnt", ["start", "max", "end", "find.idx", "find.search", "popcnt"]),
    ("succ", ["ranges", "total", "succ"]),
    ("kp", ["steps.out", "steps.ok"]),
    ("layout", ["ops.page", "ops.got", "ops.scav", "ops.cache", "ops.scavbits", "final.alloc",
                "final.scav", "root", "searchPage"]),
    ("cycles", ["cycles.trigger", "cycles.goal", "cycles.live0", "cycles.assist0",
                "cycles.bytesPerWork0", "cycles.dedicated", "cycles.fracUtil", "cycles.heapScan0",
                "cycles.runway", "cycles.consMark", "cycles.goalAfter"]),
    ("ops", ["ops.fill", "ops.cap", "ops.overflow", "ops.limiting"]),
    ("hugePageSize", ["start", "size"]),
]


def changed(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return value * 1.000001 if value else 1e-6
    if isinstance(value, str):
        return f"{int(value, 16) ^ 1:0{len(value)}x}"
    return None


def places(record, path):
    """Every (container, key) that a path such as ops.page leads to."""
    first, _, rest = path.partition(".")
    if rest:
        return [place for item in record.get(first) or [] for place in places(item, rest)]
    if first not in record or record[first] is None:
        return []
    if isinstance(record[first], list):  # the last number of a list or of its lists is an answer
        lists = record[first] if record[first] and isinstance(record[first][0], list) \
            else [record[first]]
        return [(item, len(item) - 1) for item in lists if item]
    return [(record, first)]


def perturb(record, chance):
    """Changes one answer. False where there is none."""
    paths = next((paths for key, paths in ANSWERS if key in record), [])
    found = [place for path in paths for place in places(record, path)]
    # A free writes no answers, but has a page.
    found = [(c, k) for c, k in found if not (isinstance(c, dict) and c.get("op") == "free")]
    if not found:
        return False
    container, key = chance.choice(found)
    container[key] = changed(container[key])
    return True


def case(program, folder, seed):
    """A case that fails where a changed record passes."""
    def check():
        chance = random.Random(seed)
        wrong = []
        with tempfile.TemporaryDirectory() as place:
            counts = {}
            for path in sorted(glob.glob(os.path.join(folder, "*.jsonl"))):
                name = os.path.basename(path)
                counts[name] = 0
                with open(path, encoding="utf-8") as file, \
                        open(os.path.join(place, name), "w", encoding="utf-8") as out:
                    for line in file:
                        record = json.loads(line)
                        if perturb(record, chance):
                            counts[name] += 1
                            out.write(json.dumps(record) + "\n")
            done = harness.run([program, place], seconds=300)
            for name, count in counts.items():
                said = re.search(rf"^{name} +(\d+) passed, (\d+) failed$",
                                 done.out.decode(), re.MULTILINE)
                if not said or int(said[1]) != 0 or int(said[2]) != count or count == 0:
                    wrong.append(f"    {name}: {count} changed, "
                                 + (said[0] if said else "nothing said"))
        if done.code != 1:
            wrong.append("    " + done.ending())
        return "\n".join(wrong) or None

    return harness.Case(f"changed records, seed {seed}", "./x test vectors", check)
