"""What people watch a collector by: the lines of GODEBUG, records of pauses, CPU shares, resident memory.

The lines are parsed as tools do that know Go's, and the numbers must make sense; where the real Go is
installed, the long tests hold the same parser against what that prints.
"""
import os
import re
import shutil
import tempfile

import harness

HERE = os.path.dirname(os.path.abspath(__file__))
SECONDS = 120
MS = r"(\d{2,}|\d+\.\d{1,3}|\d)"
FLOAT = r"([-+]?(?:\d+(?:\.\d+)?(?:e[-+]\d+)?|Inf)|NaN)"
GC = re.compile(rf"gc (\d+) @(\d+\.\d{{3}})s (\d+)%: {MS}\+{MS}\+{MS} ms clock, "
                rf"{MS}\+{MS}/{MS}/{MS}\+{MS} ms cpu, (\d+)->(\d+)->(\d+) MB, (\d+) MB goal, "
                rf"(\d+) MB stacks, (\d+) MB globals, (\d+) P( \(forced\))?$")
SCAV = re.compile(r"scav (\d+) KiB work \(bg\), (\d+) KiB work \(eager\), (\d+) KiB now, (\d+)% util"
                  r"( \(forced\)| \[controller reset\])?$")
PLAN = re.compile(rf"pacer: assist ratio={FLOAT} \(scan (\d+) MB in (\d+)->(\d+) MB\) "
                  rf"workers=(\d+)\+{FLOAT}$")
DONE = re.compile(rf"pacer: (\d+)% CPU \((\d+) exp\.\) for (\d+)\+(\d+)\+(\d+) B work \((\d+) B exp\.\) "
                  rf"in (\d+) B -> (\d+) B \(∆goal (-?\d+), cons/mark {FLOAT}\)$")
SWEPT = re.compile(rf"pacer: sweep done at heap size (\d+)MB; allocated (\d+)MB during sweep; swept (\d+) "
                   rf"pages at {FLOAT} pages/byte$")
RECORD = re.compile(r"gcrecord (\d+) @(\d+\.\d{6})s (\d+\.\d{3}) ms: (?:world stopped for ([^,]*), after "
                    r"(\d+\.\d{3}) ms(?:, last goroutine (\d+)(?: at (\S+) \((\S+):(\d+)\))?)?|"
                    r"goroutine (\d+) (stopped|assisted|waited for credit)(?: at (\S+) \((\S+):(\d+)\))?)$")


def interval(text):
    """What a number of milliseconds can have been before its digits were cut off."""
    _, _, decimals = text.partition(".")
    least = float(text)
    return least, least + (0.001 if text == "0" else 10.0 ** -len(decimals)) + 1e-9


def same(clock, cpu, cpus):
    """Whether a time of the clock is so many CPUs' time, as far as one can see."""
    low, high = interval(clock)
    least, most = interval(cpu)
    return cpus * low < most and least < cpus * high


def judge_cycle(match, number, before, procs):
    """What is wrong with a line of gctrace."""
    at = float(match[2])
    clock = [float(match[i]) for i in (4, 5, 6)]
    assist, background, idle = (float(match[i]) for i in (8, 9, 10))
    start_heap, end_heap, marked, goal = (int(match[i]) for i in range(12, 16))
    cpus = min(procs, os.cpu_count() or 1)
    if int(match[1]) != number:
        return f"cycle {match[1]} after {number - 1}"
    if at < before:
        return "time goes back"
    if int(match[3]) > 100:
        return "more than all of the CPU"
    if not same(match[4], match[7], cpus) or not same(match[6], match[11], cpus):
        return f"the world stopped on {cpus} CPUs"
    # Workers of a loaded machine are counted as long as they would like to run.
    if assist + background + idle > procs * (clock[1] + clock[0]) * 1.1 + 0.5:
        return f"marking took more than {procs} Ps have"
    if background + idle + assist == 0 and clock[1] > 5:
        return "nobody marked"
    if start_heap > end_heap or marked > end_heap or goal < 4:
        return "sizes of the heap"
    if int(match[18]) != procs:
        return "number of Ps"
    return None


def trace_lines(text):
    """The lines that are traces, each with its pattern and match; match None for an odd one."""
    for line in text.decode().splitlines():
        for start, patterns in (("gc ", [GC]), ("scav ", [SCAV]), ("pacer: ", [PLAN, DONE, SWEPT])):
            if line.startswith(start):
                found = [(p, p.match(line)) for p in patterns if p.match(line)]
                yield line, *(found[0] if found else (None, None))


def judge_traces(text, procs):
    """None, or what is wrong with gctrace, gcpacertrace and scavtrace of a run that ended with runtime.GC."""
    counts = {GC: 0, SCAV: 0, PLAN: 0, DONE: 0, SWEPT: 0}
    before, last, plan = 0.0, None, None
    for line, pattern, match in trace_lines(text):
        problem = None
        if match is None:
            return f"    not in Go's format: {line}"
        counts[pattern] += 1
        if pattern is GC:
            problem = judge_cycle(match, counts[GC], before, procs)
            before, last = float(match[2]), match
        elif pattern is PLAN:
            plan = match
            share = (int(match[5]) + float(match[6]) * procs) / procs
            problem = None if 0.2 <= share <= 0.3 else f"workers take {share:.2f} of the CPU"
        elif pattern is DONE:
            least = int(match[2]) == 25 and int(match[1]) >= 25 and int(match[7]) <= int(match[8])
            problem = None if least and plan is not None else "the pacer's end"
        if problem:
            return f"    {problem}: {line}"
    if counts[GC] < 5 or counts[PLAN] != counts[GC] or counts[SCAV] == 0 or counts[SWEPT] == 0:
        return f"    lines are missing: {[(p.pattern[:20], n) for p, n in counts.items()]}"
    if not last[19]:
        return f"    the last cycle was forced: {last[0]}"
    return None


def judge_records(text):
    """None, or what is wrong with the lines of VOLEDEBUG=gcrecord; each stop must show in gctrace too."""
    stops, kinds, known = {}, set(), 0
    for line in text.decode().splitlines():
        if not line.startswith("gcrecord "):
            continue
        match = RECORD.match(line)
        if match is None:
            return f"    odd line: {line}"
        if match[4]:
            stops.setdefault(int(match[1]), []).append((match[4], float(match[3])))
            if float(match[5]) > float(match[3]):
                return f"    it waited longer than it took: {line}"
            known += match[7] is not None
        else:
            kinds.add(match[11])
            if match[12] is None:
                return f"    where was that: {line}"
            if match[11] != "stopped" and float(match[3]) < 0.1:
                return f"    too short to be told: {line}"
    cycles = [GC.match(line) for line in text.decode().splitlines()]
    for cycle in filter(None, cycles):
        reasons = [reason for reason, _ in stops.get(int(cycle[1]), [])]
        if reasons[:1] != ["GC sweep termination"] or reasons[-1:] != ["GC mark termination"]:
            return f"    cycle {cycle[1]} stopped the world for {reasons}"
        took = sum(ms for _, ms in stops[int(cycle[1])])
        if took < 0.9 * (float(cycle[4]) + float(cycle[6])) - 0.01:
            return f"    stops took {took} ms: {cycle[0]}"
    if "stopped" not in kinds or not known:
        return f"    no goroutine was ever stopped: {kinds}"
    return None


def traces(command, settings, judge, *, procs=2):
    """A case that looks at what churn.go prints."""
    settings = {"GOMAXPROCS": str(procs), **settings}
    name = f"churn {' '.join(settings.values())}"

    def run():
        done = harness.run(command, folder=HERE, settings=settings, seconds=SECONDS,
                           limit_memory=False)
        if done.code != 0 or done.out != b"true\n":
            return f"    {done.ending()}\n" + harness.shown(done.out + done.err)
        return judge(done.err)

    return harness.Case(name, harness.command_line(command, HERE, settings), run)


def go_traces(settings, judge):
    """The same of the real Go's program."""
    def run():
        with tempfile.TemporaryDirectory() as folder:
            churn = os.path.join(folder, "churn")
            built = harness.run(["go", "build", "-o", churn, "churn.go"], folder=HERE,
                                seconds=SECONDS, limit_memory=False)
            if built.code != 0:
                return harness.shown(built.err)
            return traces([churn, "150"], settings, judge).run()

    return harness.Case("churn of the real Go", "go build churn.go", run)


def program(kind, name, expected, settings=None, arguments=()):
    """A case that runs a program which judges itself."""
    command = [harness.vole(kind), "run", name + ".go", *arguments]
    settings = {"GOMAXPROCS": "2", **(settings or {})}

    def run():
        done = harness.run(command, folder=HERE, settings=settings, seconds=SECONDS,
                           limit_memory=False)
        if done.code != 0 or done.out.decode() != expected:
            return (f"    {done.ending()}\n" + harness.difference(expected.encode(), done.out)
                    + harness.shown(done.err))
        return None

    return harness.Case(" ".join([name, *arguments]), harness.command_line(command, HERE, settings),
                        run)


GODEBUG = {"GODEBUG": "gctrace=1,gcpacertrace=1,scavtrace=1"}


def always(kind, script, expected, times):
    """A script whose threads race: it says the same each time."""
    command = [harness.vole(kind), "run", script + ".go"]

    def check():
        for turn in range(times):
            done = harness.run(command, folder=HERE, seconds=SECONDS)
            if done.code != 0 or done.out != expected:
                return f"    run {turn + 1}: {done.ending()}\n" + harness.shown(done.out + done.err)
        return None

    return harness.Case(f"{script} {times} times", harness.command_line(command, HERE), check)


def cases(kind):
    churn = [harness.vole(kind), "run", "churn.go", "150"]
    return [
        traces(churn, GODEBUG, lambda err: judge_traces(err, 2)),
        traces(churn, GODEBUG, lambda err: judge_traces(err, 1), procs=1),
        traces(churn, GODEBUG, lambda err: judge_traces(err, 5), procs=5),
        traces(churn, {"GODEBUG": "gctrace=1", "VOLEDEBUG": "gcrecord"}, judge_records),
        program(kind, "pauses", "stops true true\nthe counter stopped true and was the last true\n"
                "ReadMemStats stops too true\nassisted true\ntrue\n"),
        program(kind, "period", "before the first 0\nthen true true 1\noff 0\non again true\n",
                {"VOLEDEBUG": "gcperiod=100"}),
        program(kind, "cpu", "2\nsleep measured\none measured\ntwo measured\nsleep again measured\n"),
        program(kind, "burst", "back: true\n"),
        program(kind, "long_operations", "all\n"),
        always("release", "late_finalizer", b"true\n", 60),
        program(kind, "million", "true true\ntrue\nover\n", arguments=("1000000",)),
    ]


def long_cases(kind):
    """A gigabyte, and what the real Go says to the same tests."""
    found = [program(kind, "burst", "back: true\n", arguments=("1024",))]
    if shutil.which("go"):
        found.append(go_traces(GODEBUG, lambda err: judge_traces(err, 2)))
    return found
