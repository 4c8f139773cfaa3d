"""vole heap: the classical leaks are found by their own words, and each of its outputs is whole.

The scripts in tests/heap write a snapshot to the file that they are given.
"""
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

import harness

FOLDER = "tests/heap"

# Script: what the tables must say, as regular expressions for lines; and the type to ask "why" of,
# with the lines of its first path.
LEAKS = {
    "map": ([r"2\.\d MB  variable main\.sessions: map\[string\]\*main\.session",
             r"2000 +96000 +\d+  main\.session",
             r".* 2000 \* main\.session"],
            "main.session",
            ["package variables", "variable main.sessions", "map[string]*main.session",
             "entries -> entries of map[string]*main.session", "[].value -> main.session"]),
    "goroutine": ([r"737\.\d KB  9 \* goroutine \[chan send\] at main\.query goroutine\.go:14",
                   r".*started by main\.first goroutine\.go:20"],
                  "main.result",
                  ["goroutine * [chan send] started by main.first goroutine.go:20"]),
    "timer": ([r"5\.\d MB  100 \* timer due in 3600 s calls func main\.handle\.func1",
               r"5\.\d MB  100 \* func main\.handle\.func1 captured r: main\.request"],
              "main.request",
              ["timers", "timer due in 3600 s -> struct { t time.Timer; a time.alarm }",
               ".a.r.arg -> func main.handle.func1",
               "captured r -> main.request"]),
    "closure": ([r".*  func main\.register\.func1 captured r: main\.report",
                 r".* [KM]B  variable main\.callbacks: \[\]func\(\) int"],
                "main.report",
                ["package variables", "variable main.callbacks", "[]func() int",
                 "[] -> func main.register.func1", "captured r -> main.report"]),
    "slice": ([r"5\.2 MB  5 \* \[\]main\.header \[\]\.magic sees 16 B of 1\.0 MB: \[\]uint8"],
              "[]uint8", None),
    "finalizer": ([r"objects that only their finalizers keep alive, in a cycle: they are never finalized",
                   r"410\.\d KB  10 \* main\.file"],
                  "main.file", None),
}


def vole(*words, settings=None, seconds=60):
    return harness.run([harness.vole("debug"), *words], settings=settings, seconds=seconds)


def snapshot(name, folder):
    """Runs a script. Returns the path of its snapshot."""
    path = os.path.join(folder, name + ".snap")
    done = vole("run", f"{FOLDER}/{name}.go", path, settings={"GOMAXPROCS": "1"})
    if done.code != 0 or done.err:
        raise ValueError(f"    the script failed: {harness.shown(done.err)}")
    return path


def missing_lines(text, patterns):
    lines = [line.strip() for line in text.splitlines()]
    return [f"    no line is {p}" for p in patterns if not any(re.fullmatch(p, line) for line in lines)]


def check_leak(name):
    expected, asked, way = LEAKS[name]
    with tempfile.TemporaryDirectory() as folder:
        try:
            path = snapshot(name, folder)
        except ValueError as problem:
            return str(problem)
        text = vole("heap", "-text", path).out.decode()
        problems = missing_lines(text, expected)
        why = vole("heap", "-why", asked, path).out.decode()
        if f"why {asked} is alive" not in why:
            problems.append(f"    nothing says why {asked} is alive")
        if way:
            wanted = [re.escape(w).replace(r"\*\ \[chan", r"\d+ \[chan") for w in way]
            problems += [f"    {p}, in why" for p in missing_lines(why, wanted)]
        counted = re.match(r"(\d+) objects of .*\n.*\nstatistics: (\d+) objects", text)
        if not counted or counted[1] != counted[2]:
            problems.append("    objects and statistics differ")
    return "\n".join(problems) or None


def check_chrome():
    """What the parser of the developer tools relies on."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = snapshot("map", folder), os.path.join(folder, "map.heapsnapshot")
        done = vole("heap", "-chrome", out, path)
        if done.code != 0:
            return harness.shown(done.err)
        with open(out, encoding="utf-8") as file:
            heap = json.load(file)
        text = vole("heap", "-text", path).out.decode()
    meta, nodes, edges = heap["snapshot"]["meta"], heap["nodes"], heap["edges"]
    fields, edge_fields = len(meta["node_fields"]), len(meta["edge_fields"])
    count, edge_count = heap["snapshot"]["node_count"], heap["snapshot"]["edge_count"]
    names = [heap["strings"][i] for i in nodes[1::fields]]
    problems = []
    if len(nodes) != count * fields or len(edges) != edge_count * edge_fields:
        problems.append("    the counts of nodes and edges are wrong")
    if sum(nodes[4::fields]) != edge_count:
        problems.append("    nodes have other edges than there are")
    if any(to % fields or to >= len(nodes) for to in edges[2::edge_fields]):
        problems.append("    an edge leads to no node")
    if len(set(nodes[2::fields])) != count:
        problems.append("    two nodes have one id")
    objects = [int(n) for n in re.findall(r"^ +(\d+) +\d+ +\d+  main\.session$", text, re.M)]
    if names.count("main.session") != objects[0]:
        problems.append("    it has other objects than the table")
    total = int(re.search(r"^statistics: \d+ objects, (\d+) bytes", text, re.M)[1])
    if sum(nodes[3::fields]) != total:
        problems.append("    its bytes are not those of the statistics")
    return "\n".join(problems) or None


def check_difference():
    with tempfile.TemporaryDirectory() as folder:
        old, new = snapshot("slice", folder), snapshot("map", folder)
        text = vole("heap", "-text", "-top", "99", "-base", old, new).out.decode()
    return "\n".join(missing_lines(text, [r"\+2000 +\+96000  main\.session", r"-1 +-192  \[\]main\.header"])) or None


# What each tab of the page must show of map.go, in a browser.
TABS = {"types": "entries of map[string]*main.session", "retained": "package variables",
        "ways": "variable main.sessions", "suspects": "variables that retain most",
        "heap": "alloc_bits", "difference": "main.header"}


def browse(page, tab):
    done = harness.run([shutil.which("chromium"), "--headless", "--no-sandbox", "--disable-gpu",
                        "--virtual-time-budget=20000", "--dump-dom", f"file://{page}#{tab}"],
                       seconds=120, limit_memory=False)
    return done.out.decode()


def check_page():
    """The page needs nothing from elsewhere, and a browser shows each tab."""
    with tempfile.TemporaryDirectory() as folder:
        page = os.path.join(folder, "map.html")
        done = vole("heap", "-o", page, "-base", snapshot("slice", folder), snapshot("map", folder))
        if done.code != 0:
            return harness.shown(done.err)
        with open(page, encoding="utf-8") as file:
            text = file.read()
        problems = [f"    it loads {link}" for link in re.findall(r'<(?:script|img|link)[^>]*(?:src|href)=[^>]*>', text)]
        head = text[text.index('id="data">') + len('id="data">'):]
        json.loads(head[:head.index("</script>")])
        if shutil.which("chromium"):
            for tab, wanted in TABS.items():
                shown = browse(page, tab)
                body = shown[shown.index("<main"):] if "<main" in shown else ""
                visible = body[:body.index("</main>")] if "</main>" in body else ""
                if wanted not in visible or "data-ready" not in shown:
                    problems.append(f"    {tab} does not show {wanted}")
    return "\n".join(problems) or None


def check_busy():
    """Snapshots of goroutines wherever they stand, in modes of the collector."""
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "busy.snap")
        for mode in ("", "gcstress=200", "movestacks,gcstress=500", "verify", "slowmark"):
            done = vole("run", f"{FOLDER}/busy.go", path, settings={"VOLEDEBUG": mode, "GOMAXPROCS": "4"})
            shown = vole("heap", "-text", path)
            counted = re.match(r"(\d+) objects of .*\n.*\nstatistics: (\d+) objects", shown.out.decode())
            if done.out != b"ok\n" or shown.code != 0 or not counted or counted[1] != counted[2]:
                problems.append(f"    {mode}: {done.code} {harness.shown(done.err)} {harness.shown(shown.err)}")
    return "\n".join(problems) or None


SIGNALLED = """package main
import "time"
type node struct{ next *node }
var list *node
func main() {
	for i := 0; i < 1000; i++ { list = &node{list} }
	println("ready")
	time.Sleep(time.Second)
}
"""


def check_signal():
    with tempfile.TemporaryDirectory() as folder:
        script, path = os.path.join(folder, "s.go"), os.path.join(folder, "s.snap")
        with open(script, "w", encoding="utf-8") as file:
            file.write(SIGNALLED)
        with subprocess.Popen([harness.vole("debug"), "run", script], stderr=subprocess.PIPE,
                              env={**os.environ, "VOLEDEBUG": f"snapshot={path}"}) as process:
            process.stderr.readline()
            process.send_signal(signal.SIGUSR1)
            time.sleep(0.2)
            err = process.communicate(timeout=60)[1].decode()
        problems = [] if process.returncode == 0 else [f"    exit status {process.returncode}: {err}"]
        for name in (path + ".1", path):
            text = vole("heap", "-text", name).out.decode()
            problems += missing_lines(text, [r"1000 +8000 +8000  main\.node"])
    return "\n".join(problems) or None


OUT_OF_MEMORY = """package main
type block struct { next *block; data [1000]byte }
func fill() { var kept *block; for { kept = &block{next: kept} } }
func main() { fill() }
"""


def check_out_of_memory():
    with tempfile.TemporaryDirectory() as folder:
        script, path = os.path.join(folder, "s.go"), os.path.join(folder, "s.snap")
        with open(script, "w", encoding="utf-8") as file:
            file.write(OUT_OF_MEMORY)
        done = subprocess.run(["sh", "-c", f"ulimit -v 1500000; exec {harness.vole('debug')} run {script}"],
                              capture_output=True, timeout=120, check=False,
                              env={**os.environ, "VOLEDEBUG": f"snapshot={path}"})
        if done.returncode != 2 or b"fatal error: out of memory" not in done.stderr:
            return f"    exit status {done.returncode}: {done.stderr.decode()}"
        text = vole("heap", "-text", path).out.decode()
    return "\n".join(missing_lines(text, [r".* MB  main\.fill s\.go:3 kept: main\.block"])) or None


def check_errors():
    problems = []
    for words, status, said in (
            (["nowhere"], 1, "vole heap: nowhere: No such file or directory"),
            ([__file__], 1, "this is no heap snapshot"),
            ([], 2, "usage: vole heap"),
            (["--help"], 0, ""),
            (["-text", "a", "b"], 2, "usage: vole heap"),
            (["-top"], 2, "usage: vole heap")):
        done = vole("heap", *words)
        if done.code != status or said not in done.err.decode():
            problems.append(f"    vole heap {' '.join(words)}: {done.code}, {done.err.decode()}")
    with tempfile.TemporaryDirectory() as folder:
        path = snapshot("slice", folder)
        for words, said in ((["-why", "main.none"], "no object has the type main.none"),
                            (["-object", "0x10"], "no object is at 0x10"),
                            (["-object", "x"], "no object is at x"),
                            (["-chrome", "/dev/full"], "/dev/full: no space left on device")):
            done = vole("heap", *words, path)
            if done.code != 1 or said not in done.err.decode():
                problems.append(f"    vole heap {' '.join(words)}: {done.code}, {done.err.decode()}")
    return "\n".join(problems) or None


def cases():
    repeat = "./x test heap --only "
    return [harness.Case(f"heap {name}", repeat + name, lambda name=name: check_leak(name)) for name in LEAKS] + [
        harness.Case("heap chrome", repeat + "chrome", check_chrome),
        harness.Case("heap page", repeat + "page", check_page),
        harness.Case("heap difference", repeat + "difference", check_difference),
        harness.Case("heap busy", repeat + "busy", check_busy),
        harness.Case("heap signal", repeat + "signal", check_signal),
        harness.Case("heap out of memory", repeat + "memory", check_out_of_memory),
        harness.Case("heap errors", repeat + "errors", check_errors)]
