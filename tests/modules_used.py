"""Modules that people use: their own tests under vole test, fetched by the go command and never kept.

modules_used.tsv lists them, with the test functions that fail and why. At least 95 % of all must pass. What needs net/http does not
compile; such packages are left out of the lists (most of golang.org/x/text and of testify).
"""
import json
import os
import shutil
import tempfile

import harness

LIST = os.path.join(harness.ROOT, "tests", "modules_used.tsv")
SECONDS = 1800
LEAST = 0.95  # of the test functions


def listed():
    """Each module: path, version, packages, and the reasons of tests that fail."""
    found = []
    with open(LIST, encoding="utf-8") as file:
        for line in file:
            if line.startswith("#"):
                continue
            parts = line.rstrip("\n").split("\t")
            if parts[0]:
                found.append((parts[0], parts[1], parts[2].split(), {}))
            else:
                found[-1][3][parts[1]] = parts[2]
    return found


def download(path, version):
    """The folder of a module in the module cache, or why it is not there."""
    with tempfile.TemporaryDirectory() as empty:
        with open(os.path.join(empty, "go.mod"), "w", encoding="utf-8") as file:
            file.write("module fetch\n\ngo 1.26\n")
        done = harness.run(["go", "mod", "download", "-json", f"{path}@{version}"], folder=empty, seconds=300,
                           limit_memory=False)
    try:
        answer = json.loads(done.out)
    except ValueError:
        return None, done.err.decode()
    return answer.get("Dir"), answer.get("Error", "")


def reachable():
    """Why modules cannot be fetched; None: they can."""
    if not shutil.which("go"):
        return "no go here"
    folder, problem = download("github.com/google/btree", "v1.1.3")
    return None if folder else "no network here: " + problem.strip()


def results(output):
    """The result of each test function that a stream of events tells of, and the packages that do not compile."""
    tests, broken = {}, []
    for line in output.decode("utf-8", "replace").splitlines():
        event = json.loads(line)
        if event["Action"] not in ("pass", "fail", "skip"):
            continue
        if "Test" not in event:
            if "FailedBuild" in event:
                broken.append(event["Package"])
        elif "/" not in event["Test"]:
            tests[event["Package"], event["Test"]] = event["Action"]
    return tests, broken


def case(kind, path, version, packages, reasons, totals):
    def check():
        source, problem = download(path, version)
        if not source:
            return f"    {problem}"
        with tempfile.TemporaryDirectory() as root:
            folder = os.path.join(root, os.path.basename(path))
            shutil.copytree(source, folder)
            harness.run(["chmod", "-R", "u+w", folder])
            harness.run(["go", "mod", "download", "all"], folder=folder, seconds=300, limit_memory=False)
            done = harness.run([harness.vole(kind), "test", "-json", "-p=1", *packages], folder=folder,
                               seconds=SECONDS, limit_memory=False)
        tests, broken = results(done.out)
        failed = sorted({name for (_, name), result in tests.items() if result == "fail"})
        totals["all"] += len(tests)
        totals["failed"] += len(failed)
        unlisted = [name for name in failed if name not in reasons]
        if unlisted or broken or not tests:
            return f"    fail: {unlisted}; do not compile: {broken}; {len(tests)} tests\n" + harness.shown(done.err)
        return None

    return harness.Case(path, f"./x test long_modules --only {path}", check)


def cases(kind):
    totals = {"all": 0, "failed": 0}
    found = [case(kind, *row, totals) for row in listed()]

    def share():
        passed = totals["all"] - totals["failed"]
        print(f"modules that people use: {passed} of {totals['all']} test functions pass")
        return None if passed >= LEAST * totals["all"] else f"    {passed} of {totals['all']} pass"

    return found, [harness.Case("share that passes", "./x test long_modules", share)]
