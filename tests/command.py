"""The vole command on what is not a plain program: odd bytes, deep nesting, huge sources, no file.

Where Go has words for it, they are expected; elsewhere Vole must compile or refuse the source in
one clear message, and never crash. What Go does was seen with the real one.
"""
import os
import re
import tempfile

import harness
import limits

SECONDS = 60
DEEP = 100_000
HEAD = b"package main\n"
OK = HEAD + b'import "fmt"\nfunc main() { fmt.Println("ok") }\n'


def in_main(body):
    return HEAD + b"func main() { " + body + b" }\n"


def functions(count):
    return b"".join(b"func f%d(x int) int { return x + %d }\n" % (i, i) for i in range(count))


def chain(form, first=b"int"):
    """10,000 types, each declared with the one before."""
    return b"type T0 " + first + b"\n" + b"".join(
        b"type T%d " % (i + 1) + form.replace(b"%s", b"T%d" % i) + b"\n" for i in range(9_999))


# name: source, exit statuses that are right, standard output, how standard error begins
SOURCES = {
    "nul": (OK.replace(b'"ok"', b'"o\0k"'), {1}, b"", b"nul.go:3:29: invalid NUL character"),
    "bom": (b"\xef\xbb\xbf" + OK, {0}, b"ok\n", b""),
    "bom_inside": (OK.replace(b"func", b"\xef\xbb\xbffunc"), {1}, b"",
                   b"bom_inside.go:3:1: invalid BOM in the middle of the file"),
    "crlf": (OK.replace(b"\n", b"\r\n"), {0}, b"ok\n", b""),
    "crlf_raw_string": (OK.replace(b'"ok"', b"len(`a\nb`)").replace(b"\n", b"\r\n"), {0}, b"3\n",
                        b""),
    "bad_utf8": (OK.replace(b"ok", b"\xff\xfe"), {1}, b"",
                 b"bad_utf8.go:3:28: invalid UTF-8 encoding"),
    "no_newline_at_end": (OK.rstrip(), {0}, b"ok\n", b""),
    "open_comment": (OK + b"/* open", {1}, b"", b"open_comment.go:4:1: comment not terminated"),
    "empty": (b"", {1}, b"", b"empty.go:1:1: "),
    "spaces": (b" \n\n", {1}, b"", b"spaces.go:"),
    "no_package": (b"func main() {}\n", {1}, b"", b"no_package.go:1:1: "),
    "other_package": (b"package other\nfunc main() {}\n", {1}, b"", None),
    "binary": (bytes(range(256)) * 40, {1}, b"", None),
    "long_line": (OK.replace(b'"ok"', b'len("' + b"x" * 1_000_000 + b'")'), {0}, b"1000000\n", b""),
    "long_name": (in_main(b"x" * 1_000_000 + b" := 1"), {1}, b"",
                  b"long_name.go:2:15: declared and not used: xxxx"),
    "long_sum": (in_main(b"x := 1" + b"+1" * DEEP + b"; _ = x"), {0}, b"", b""),
    "many_functions": (HEAD + functions(20_000) + in_main(b"f19999(1)")[len(HEAD):], {0}, b"", b""),
    "big_comment": (OK + b"/*" + b"x" * 50_000_000 + b"*/\n", {0}, b"ok\n", b""),
    "big_source": (OK + b"// a line of a comment\n" * 1_000_000 + functions(100_000), {0}, b"ok\n",
                   b""),
    "deep_parentheses": (in_main(b"x := " + b"(" * DEEP + b"1" + b")" * DEEP + b"; _ = x"),
                         {0, 1}, b"", None),
    "open_parentheses": (in_main(b"x := " + b"(" * DEEP), {1}, b"", None),
    "deep_blocks": (in_main(b"{" * DEEP + b"}" * DEEP), {0, 1}, b"", None),
    "deep_minus": (in_main(b"x := " + b"- " * DEEP + b"1; _ = x"), {0, 1}, b"", None),
    "deep_types": (HEAD + b"var x " + b"[]" * DEEP + b"int\n" + in_main(b"")[len(HEAD):],
                   {0, 1}, b"", None),
    "deep_functions": (in_main(b"func() {" * DEEP + b"}()" * DEEP), {0, 1}, b"", None),
    "deep_ifs": (in_main(b"if true {" * DEEP + b"}" * DEEP), {0, 1}, b"", None),
    "deep_indices": (in_main(b"x := a" + b"[a" * DEEP), {1}, b"", None),
    "deep_literals": (HEAD + b"var x = []any{" + b"[]any{" * DEEP + b"}" * DEEP + b"}\n",
                      {0, 1}, b"", None),
    "deep_struct": (HEAD + b"var x " + b"struct{a " * DEEP + b"int" + b"}" * DEEP + b"\n",
                    {0, 1}, b"", None),
    "endless_instances": (HEAD + b"func f[T any](x T) { f([]T{x}); f(&x) }\n"
                          + in_main(b"f(1)")[len(HEAD):], {1}, b"",
                          b"endless_instances.go:2:8: instantiation cycle:\n"
                          b"\tendless_instances.go:2:23: T instantiated as []T"),
    "endless_types": (HEAD + b"type l[T any] struct { a *l[*T]; b *l[[]T] }\n"
                      + in_main(b"var x l[int]; _ = x")[len(HEAD):], {1}, b"",
                      b"endless_types.go:2:"),
    "long_conjunction": (in_main(b"x := true; if x" + b"&&x" * DEEP + b" { println(1) }"), {0, 2},
                         b"", None),
    "long_comparison": (in_main(b"x := true; x = x" + b"==x" * DEEP), {0, 2}, b"", None),
    "chain_of_structs": (HEAD + chain(b"struct { a %s }") + in_main(b"")[len(HEAD):], {1}, b"",
                         b"chain_of_structs.go:"),
    "chain_of_arrays": (HEAD + chain(b"[1]%s") + in_main(b"")[len(HEAD):], {1}, b"",
                        b"chain_of_arrays.go:"),
    "chain_of_pointers": (HEAD + chain(b"struct { p *%s }") + in_main(b"println(any(T9999{}) != nil)")
                          [len(HEAD):], {0}, b"", b""),
    "chain_of_slices": (HEAD + chain(b"[]%s") + in_main(b"println(any(T9999{}) != nil)")
                        [len(HEAD):], {0}, b"", b""),
    "chain_of_aliases": (HEAD + chain(b"= []%s") + in_main(b"var x T9999; println(any(x) != nil)")
                         [len(HEAD):], {1}, b"", b"chain_of_aliases.go:"),
    "chain_of_constraints": (HEAD + chain(b"interface { %s }", b"interface { ~int }")
                             + in_main(b"")[len(HEAD):], {1}, b"", b"chain_of_constraints.go:"),
    "deep_pointers": (HEAD + b"var x " + b"*" * DEEP + b"int\n", {0, 1}, b"", None),
}

SOURCES.update(limits.SOURCES)

# name: arguments of vole, exit statuses, how standard error begins (None: a line that names it)
COMMANDS = {
    "a missing file": (["run", "nofile.go"], {1}, "nofile.go"),
    "a directory": (["run", "."], {1}, "."),
    "no file": (["run"], {1, 2}, ""),
    "no arguments": ([], {1, 2}, ""),
    "no such command": (["frobnicate"], {1, 2}, "frobnicate"),
    "a device": (["run", "/dev/null"], {1}, "/dev/null"),
    "test_c": (["test", "-c"], {2}, "vole test: -c is not supported: a test program is not kept as a file"),
    "test_o": (["test", "-o", "x.test"], {2}, "vole test: -o is not supported"),
    "test_race": (["test", "-race"], {2}, "vole test: -race is not supported: there is no race detector"),
}


# Writes to a descriptor, in a goroutine of its own if asked to, until that fails.
PIPED = HEAD + b"""import ("fmt"; "os")
func write(f *os.File) {
	for range 100000 {
		if _, err := f.WriteString("a line of text\\n"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(5)
		}
	}
}
func main() {
	f := map[string]*os.File{"1": os.Stdout, "2": os.Stderr, "3": os.NewFile(3, "three")}[os.Args[1]]
	if len(os.Args) < 3 { write(f) }
	done := make(chan bool)
	go func() { write(f); close(done) }()
	<-done
}
"""
# What the shell runs, the status of the program, what it says: as the real Go's.
PIPES = {
    "a broken pipe at 1": ("$V 1 | head -1", 141, b""),
    "a broken pipe at 1, written by a goroutine": ("$V 1 go | head -1", 141, b""),
    "a broken pipe at 2": ("$V 2 2>&1 >/dev/null | head -1", 141, b""),
    "a broken pipe at 1, ignored": ("trap '' PIPE; $V 1 | head -1", 141, b""),
    "a broken pipe at 3": ("$V 3 3>&1 >/dev/null | head -1", 5, b"write three: broken pipe\n"),
}


def pipe_case(kind, name):
    words, code, err = PIPES[name]

    def run():
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "piped.go"), "wb") as file:
                file.write(PIPED)
            script = f"V='{harness.vole(kind)} run piped.go'; {words}; exit ${{PIPESTATUS[0]}}"
            done = harness.run(["bash", "-c", script], folder=folder, seconds=SECONDS)
        if done.code != code or done.err != err:
            return f"    {done.ending()}\n" + harness.shown(done.out + done.err)
        return None

    return harness.Case(name, f"with V='out/{kind}/vole run piped.go': {words}", run)


BUILT = {
    "go.mod": b"module example.com/built\n\ngo 1.21\n",
    "cmd/app/main.go": b"""package main
import ("example.com/built/lib"; "fmt"; "os")
func main() { fmt.Println(lib.Name, os.Args[1:]); if len(os.Args) == 2 { panic("one") }; os.Exit(7) }
""",
    "lib/lib.go": b"package lib\nimport \"embed\"\n//go:embed *.txt\nvar Files embed.FS\n"
                  b"//go:embed name.txt\nvar Name string\n",
    "lib/name.txt": b"lib",
}


def build_case(kind, limit_memory):
    """vole build makes an executable that runs elsewhere, read-only, from PATH, and stripped."""
    def run():
        with tempfile.TemporaryDirectory() as folder:
            for name, text in BUILT.items():
                path = os.path.join(folder, "src", name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "wb") as file:
                    file.write(text)
            script = r"""cd src; "$V" build -o ../app ./cmd/app; cd ..; rm -r src; mkdir bin; mv app bin/app2
                chmod 555 bin/app2; PATH="$PATH:$PWD/bin"; cd /
                app2 2>&1; echo $?; app2 a b 2>&1; echo $?; app2 one 2>&1 | head -3
                cd "$OLDPWD"; strip -o bin/app3 bin/app2 2>y || cp bin/app2 bin/app3; bin/app3; echo $?
                "$V" build -o none nosuch 2>&1; echo $?; test -e none || echo nothing
                printf 'package main\nfunc main() {\n}\n' >x.go; "$V" build x.go && ./x; echo $?
                "$V" build -o bin x.go && bin/x; echo $?; "$V" build -o /nosuch/x x.go 2>&1; echo $?
                "$V" build -x x.go 2>&1; echo $?
                sed 's/vole program 1/vole program 2/' bin/x >y
                chmod +x y; ./y 2>&1; echo $?"""
            done = harness.run(["bash", "-c", script], folder=folder, seconds=SECONDS,
                               settings={"V": harness.vole(kind)}, limit_memory=limit_memory)
        want = (b"lib []\n7\nlib [a b]\n7\nlib [one]\npanic: one\n\nlib []\n7\n"
                b"package nosuch is not in std\n1\nnothing\n0\n0\n"
                b"open /nosuch/x: no such file or directory\n1\n"
                b"vole build: unknown flag -x\n2\n"
                b"./y: the program in this executable is damaged\n2\n")
        got = done.out + done.err
        return harness.difference(want, got) if got != want else None

    return harness.Case("build", f"out/{kind}/vole build -o app ./cmd/x", run)


VERSION = HEAD + b'import "runtime"\nfunc main() { print(runtime.Version()) }\n'
TRACED = HEAD + b"""import "time"
func main() {
	for range 3 { go func() { for { time.Sleep(time.Millisecond) } }() }
	for start := time.Now(); time.Since(start) < 300*time.Millisecond; {}
}
"""
TRACE = re.compile(rb"SCHED (\d+)ms: gomaxprocs=3 idleprocs=[0-3] threads=\d+ spinningthreads=\d+ "
                   rb"needspinning=[01] idlethreads=\d+ runqueue=\d+ \[\d+ \d+ \d+\]")


def judge(done, codes, out, err):
    """None, or what is wrong with how a run ended."""
    if done.code not in codes:
        return f"    {done.ending()}\n" + harness.shown(done.err, 8)
    if done.code == 0 and done.out != out:
        return harness.difference(out, done.out)
    if done.code != 0 and not done.err.strip():
        return "    it fails and says nothing"
    if err and not done.err.startswith(err):
        return harness.difference(err, done.err[:400])
    return None


def source_case(kind, name, limit_memory):
    source, codes, out, err = SOURCES[name]

    def run():
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, name + ".go"), "wb") as file:
                file.write(source)
            done = harness.run([harness.vole(kind), "run", name + ".go"], folder=folder,
                               seconds=SECONDS, limit_memory=limit_memory)
        return judge(done, codes, out, err)

    return harness.Case(name, f"python3 tests/command.py {name} >{name}.go; "
                        f"out/{kind}/vole run {name}.go", run)


def command_case(kind, name, limit_memory):
    arguments, codes, named = COMMANDS[name]

    def run():
        with tempfile.TemporaryDirectory() as folder:
            done = harness.run([harness.vole(kind)] + arguments, folder=folder, seconds=SECONDS,
                               limit_memory=limit_memory)
        if named.encode() not in done.err:
            return f"    standard error does not name {named}:\n" + harness.shown(done.err)
        return judge(done, codes, b"", None)

    return harness.Case(name, harness.command_line([f"out/{kind}/vole"] + arguments), run)


def schedtrace_case(kind, limit_memory):
    """GODEBUG=schedtrace=N prints a line of Go's every N ms or later."""
    settings = {"GODEBUG": "schedtrace=50", "GOMAXPROCS": "3"}

    def run():
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "traced.go"), "wb") as file:
                file.write(TRACED)
            done = harness.run([harness.vole(kind), "run", "traced.go"], folder=folder,
                               settings=settings, seconds=SECONDS, limit_memory=limit_memory)
        lines = [TRACE.fullmatch(line) for line in done.err.splitlines()]
        if done.code != 0 or not lines or None in lines:
            return f"    {done.ending()}\n" + harness.shown(done.err)
        times = [int(line[1]) for line in lines]
        if any(later - sooner < 49 for sooner, later in zip(times, times[1:])):
            return harness.shown(done.err)
        return None

    return harness.Case("schedtrace", harness.command_line(
        [f"out/{kind}/vole", "run", "traced.go"], settings=settings), run)


STREAMS = HEAD + b"""import ("fmt"; "os")
func main() {
	n, err := os.Stdin.Read(make([]byte, 3))
	fmt.Println(n, err)
	f, err := os.Open("/dev/null")
	fmt.Println(f.Fd() > 2, err)
	fmt.Fprintln(os.Stderr, "to standard error")
}
"""


def streams_case(kind, limit_memory):
    """A standard stream that is closed is the null device, and no file gets its number."""
    def run():
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "streams.go"), "wb") as file:
                file.write(STREAMS)
            for closed in ["<&-", "<&- 2>&-", "<&- 2>&- >&-"]:
                command = f"{harness.vole(kind)} run streams.go {closed}"
                done = harness.run(["sh", "-c", command], folder=folder, seconds=SECONDS,
                                   limit_memory=limit_memory)
                out = b"" if ">&- >" in closed else b"0 EOF\ntrue <nil>\n"
                err = b"" if "2>" in closed else b"to standard error\n"
                if done.code != 0 or done.out != out or done.err != err:
                    return (f"    {closed}: {done.ending()}\n" + harness.shown(done.out)
                            + harness.shown(done.err))
        return None

    return harness.Case("closed streams", f"out/{kind}/vole run streams.go <&-", run)


def version_case(kind, limit_memory):
    """The command, the library in it and runtime.Version say one version."""

    def run():
        with open(os.path.join(harness.ROOT, "vm", "version.gni"), encoding="utf-8") as file:
            wanted = dict(re.findall(r'^(\w+) = "(.*)"$', file.read(), re.M))
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "version.go"), "wb") as file:
                file.write(VERSION)
            script = harness.run([harness.vole(kind), "run", "version.go"], folder=folder,
                                 seconds=SECONDS, limit_memory=limit_memory)
        command = harness.run([harness.vole(kind), "version"], limit_memory=limit_memory)
        whole = f"vole {wanted['vole_version']} ({wanted['vole_go_version']})\n".encode()
        if command.out != whole:
            return harness.difference(whole, command.out)
        if script.err != wanted["vole_go_version"].encode():
            return harness.difference(wanted["vole_go_version"].encode(), script.err)
        return None

    return harness.Case("version", f"out/{kind}/vole version", run)


SMALL_STACK = HEAD + b"""import "fmt"
func f(x int) int { return """ + b"x+(" * 300 + b"x" + b")" * 300 + b""" }
func main() {
	c := make(chan int)
	go func() { c <- f(1) }()
	fmt.Println(<-c, f(2))
}
"""


def small_stack_case(kind, limit_memory):
    """The C stack of Vole's threads does not depend on ulimit -s."""
    command = ["sh", "-c", 'ulimit -s 192; exec "$0" run small_stack.go', harness.vole(kind)]

    def run():
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "small_stack.go"), "wb") as file:
                file.write(SMALL_STACK)
            done = harness.run(command, folder=folder, seconds=SECONDS, limit_memory=limit_memory)
        return judge(done, {0}, b"301 602\n", b"")

    return harness.Case("small_stack", harness.command_line(command), run)


def cases(kind, limit_memory=True):
    return ([source_case(kind, name, limit_memory) for name in SOURCES]
            + [command_case(kind, name, limit_memory) for name in COMMANDS]
            + [pipe_case(kind, name) for name in PIPES]
            + [schedtrace_case(kind, limit_memory), streams_case(kind, limit_memory),
               version_case(kind, limit_memory), small_stack_case(kind, limit_memory),
               build_case(kind, limit_memory)])


if __name__ == "__main__":
    import sys
    if len(sys.argv) != 2 or sys.argv[1] not in SOURCES:
        harness.fail("usage: command.py NAME; prints one of: " + " ".join(SOURCES))
    sys.stdout.buffer.write(SOURCES[sys.argv[1]][0])
