"""What the runners share: programs under a time limit, cases run side by side, the report.

A case is a name, the command that repeats it, and a function that returns None where the case
passes and a text that says what went wrong where it does not.
"""
import concurrent.futures
import dataclasses
import difflib
import functools
import os
import resource
import shlex
import signal
import subprocess
import sys
import time
from typing import Callable, Optional

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# A script that runs wild fills at most this much memory.
MEMORY_LIMIT = 6 << 30
OUTPUT_SHOWN = 30
BUILD_SHOWN = 40


@dataclasses.dataclass
class Finished:
    """How a program ended. The code is negative for a signal and None at the time limit."""
    code: Optional[int]
    out: bytes
    err: bytes
    seconds: float

    def ending(self):
        if self.code is None:
            return f"stopped at the time limit, after {self.seconds:.0f} s"
        if self.code < 0:
            return f"killed by {signal.Signals(-self.code).name}"
        return f"exit status {self.code}"


@dataclasses.dataclass
class Case:
    name: str
    repeat: str
    run: Callable[[], Optional[str]]


def command_line(command, folder=None, settings=None, stdin=None):
    """The command as one would type it at the root."""
    words = [f"{k}={shlex.quote(v)}" for k, v in (settings or {}).items()]
    words += [shlex.quote(w) for w in command]
    line = " ".join(words)
    if stdin:
        line += " <" + shlex.quote(stdin)
    if folder and os.path.abspath(folder) != ROOT:
        line = f"(cd {shlex.quote(os.path.relpath(folder, ROOT))} && {line})"
    return line


@functools.lru_cache(maxsize=None)
def sanitized(program):
    """Whether a program was built with a sanitizer, whose shadow memory no limit has room for."""
    try:
        with open(program, "rb") as file:
            data = file.read()
    except OSError:
        return False
    return b"__asan_init" in data or b"__tsan_init" in data


def _limit_memory():
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _cpu_seconds(session):
    """The CPU time that the processes of a session have used, with the children that have ended."""
    ticks = 0
    for process in os.listdir("/proc"):
        try:
            with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            continue  # no process, or one that has ended meanwhile
        if fields[3] == str(session):
            ticks += sum(int(field) for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def _wait(process, seconds):
    """Waits for a program to end, or to use up its time. Returns what it printed, None at the limit.

    On a busy machine a program waits for its turn, so at the limit it goes on as long as it has used
    less CPU time than the limit, and works: it uses a hundredth of a CPU or more. It has ten times
    the limit at most.
    """
    used, slept = 0, 0
    while slept < 10 * seconds:
        try:
            return process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            slept += seconds
            before, used = used, _cpu_seconds(process.pid)
            if used >= seconds or used - before < seconds / 100:
                return None
    return None


def run(command, *, folder=None, stdin=None, settings=None, seconds=60, limit_memory=True):
    """Runs a program to its end or to the time limit, and stops all that it started."""
    start = time.monotonic()
    with open(stdin or os.devnull, "rb") as source:
        try:
            process = subprocess.Popen(
                command, cwd=folder, stdin=source, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, env={**os.environ, **(settings or {})},
                start_new_session=True,
                preexec_fn=_limit_memory if limit_memory and not sanitized(vole()) else None)
        except OSError as error:
            return Finished(127, b"", str(error).encode(), 0)
        printed = _wait(process, seconds)
        code = process.returncode if printed else None
        if not printed:
            os.killpg(process.pid, signal.SIGKILL)
            printed = process.communicate()
        out, err = printed
    return Finished(code, out, err, time.monotonic() - start)


def shown(data, lines=OUTPUT_SHOWN):
    """The first lines of what a program printed, for people."""
    text = data.decode(errors="replace").splitlines()
    more = [f"... and {len(text) - lines} lines more"] if len(text) > lines else []
    return "\n".join("    " + line[:200] for line in text[:lines] + more)


def difference(expected, got):
    """The first lines that differ, as a unified diff."""
    diff = list(difflib.unified_diff(
        expected.decode(errors="replace").splitlines(), got.decode(errors="replace").splitlines(),
        "expected", "got", n=1, lineterm=""))
    if not diff:
        return "    (they differ in line endings or in the end of the file only)"
    return shown("\n".join(diff).encode())


class Report:
    """Counts, and prints failures as they come and a line for each suite."""

    def __init__(self, jobs=None):
        self.jobs = jobs or max(1, min(os.cpu_count() or 1, 8))
        self.passed = 0
        self.failed = 0

    def suite(self, title, cases):
        """Runs the cases side by side. Returns the names of those that failed."""
        start = time.monotonic()
        failures = []
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            pending = {pool.submit(case.run): case for case in cases}
            for done in concurrent.futures.as_completed(pending):
                case = pending[done]
                problem = done.result()
                if problem is not None:
                    failures.append(case.name)
                    print(f"FAIL {title}: {case.name}\n    repeat: {case.repeat}\n{problem}",
                          flush=True)
        self.count(title, len(cases) - len(failures), len(failures), time.monotonic() - start)
        return failures

    def count(self, title, passed, failed, seconds):
        self.passed += passed
        self.failed += failed
        print(f"{title}: {passed} passed, {failed} failed ({seconds:.1f} s)", flush=True)

    def finish(self):
        """The last line, and the exit status."""
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed else 0


def build(kind):
    """Brings out/KIND up to date. Returns None or what went wrong."""
    print(f"+ ./x build {kind}", flush=True)
    done = subprocess.run([os.path.join(ROOT, "x"), "build", kind], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    end = b"\n".join(done.stdout.splitlines()[-BUILD_SHOWN:])
    return None if done.returncode == 0 else shown(end, BUILD_SHOWN)


def vole(kind="release"):
    """The command under test: out/KIND/vole, or what $VOLE names."""
    return os.environ.get("VOLE") or os.path.join(ROOT, "out", kind, "vole")


def relative(path):
    return os.path.relpath(path, ROOT)


def fail(message):
    print(message, file=sys.stderr)
    sys.exit(2)
