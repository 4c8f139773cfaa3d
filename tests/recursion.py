"""Whether every C function that can call itself is known, with what bounds it.

recursion.tsv has a row for each cycle of direct calls in the vole command of a debug build: its
functions, and why it ends before the C stack does. A cycle with a function that its row does not name
fails: a new recursion needs a bound, which is then written down. Calls through pointers are not seen:
those of natives by the interpreter are bounded by what the entries of vm/api/vole.h ask for.
"""
import os
import re
import shutil
import subprocess

import harness

HERE = os.path.dirname(os.path.abspath(__file__))
HEAD = re.compile(r"^([0-9a-f]+) <([^>]+)>:$")
CALL = re.compile(r"\s(call|jmp|j[a-z]+)q?\s+0x([0-9a-f]+) <([^>+]+)>")


def rows():
    """Pairs of a set of functions and what bounds them."""
    with open(os.path.join(HERE, "recursion.tsv"), encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file][1:]
    return [(set(names.split()), bound) for names, bound in lines]


def objdump():
    names = ["llvm-objdump"] + [f"llvm-objdump-{version}" for version in range(20, 12, -1)]
    return next(filter(None, map(shutil.which, names)), "objdump")


def call_graph(program):
    """Names of functions by address, and the addresses that each calls or jumps to."""
    listing = subprocess.run([objdump(), "-d", "--no-show-raw-insn", program], check=True,
                             capture_output=True, text=True).stdout
    names, calls, at = {}, {}, None
    for line in listing.splitlines():
        head = HEAD.match(line)
        if head:
            at = int(head[1], 16)
            names[at] = head[2]
            calls[at] = set()
            continue
        call = CALL.search(line)
        # A jump to a function's own start is a loop.
        if call and at is not None and (call[1] == "call" or int(call[2], 16) != at):
            calls[at].add(int(call[2], 16))
    return names, calls


def cycles(calls):
    """The sets of functions that reach each other, after Tarjan, with a stack of our own."""
    number, low, path, on_path, found = {}, {}, [], set(), []
    for root in calls:
        if root in number:
            continue
        work = [(root, iter(calls[root]))]
        number[root] = low[root] = len(number)
        path.append(root)
        on_path.add(root)
        while work:
            at, rest = work[-1]
            for to in rest:
                if to not in calls:
                    continue
                if to not in number:
                    number[to] = low[to] = len(number)
                    path.append(to)
                    on_path.add(to)
                    work.append((to, iter(calls[to])))
                    break
                if to in on_path:
                    low[at] = min(low[at], number[to])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[at])
                if low[at] == number[at]:
                    cycle = path[path.index(at):]
                    del path[path.index(at):]
                    on_path.difference_update(cycle)
                    if len(cycle) > 1 or at in calls[at]:
                        found.append(cycle)
    return found


def cases(kind):
    program = os.path.join(harness.ROOT, "out", kind, "vole")

    def run():
        names, calls = call_graph(program)
        found = [{names[at] for at in cycle} for cycle in cycles(calls)]
        if not found:
            return "    no cycle at all: the listing was not understood"
        known = rows()
        wrong = [f"    no row for the cycle of {' '.join(sorted(cycle))}" if not near else
                 f"    not in the row of {min(near)}: {' '.join(sorted(cycle - near))}"
                 for cycle in found
                 for near in [max((row for row, _ in known), key=lambda row: len(row & cycle))]
                 for near in [near if near & cycle else set()] if cycle - near]
        unbounded = [f"    no bound for {min(row)}" for row, bound in known if not bound]
        gone = [f"    no cycle of {' '.join(sorted(row))} is left" for row, _ in known
                if not any(row & cycle for cycle in found)]
        return "\n".join(wrong + unbounded + gone) or None

    return [harness.Case("cycles of calls", f"python3 tests/recursion.py out/{kind}/vole", run)]


if __name__ == "__main__":
    import sys
    graph_names, graph_calls = call_graph(sys.argv[1])
    for functions in sorted(sorted(graph_names[at] for at in cycle)
                            for cycle in cycles(graph_calls)):
        print(" ".join(functions))
