"""vole repl, doc, and scripts that name vole as their interpreter.

tests/repl/NAME.txt is what is typed, a line "-- out --", and what must be printed. The terminal's cases drive libedit through a
pseudo-terminal.
"""
import os
import pty
import re
import select
import stat
import tempfile
import time

import harness

FOLDER = os.path.join(harness.ROOT, "tests", "repl")
SECONDS = 60
SETTLE = 0.7  # seconds after which the terminal has taken a line
WAIT = 20  # seconds for an answer at the terminal


def transcript(kind, name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        typed, _, expected = file.read().partition("-- out --\n")

    def check():
        with tempfile.TemporaryDirectory() as home:
            source = os.path.join(home, "typed")
            with open(source, "w", encoding="utf-8") as file:
                file.write(typed)
            done = harness.run(["sh", "-c", '"$0" repl 2>&1', harness.vole(kind)], stdin=source,
                               settings={"HOME": home}, folder=home, seconds=SECONDS)
        got = re.sub(r" \+0x[0-9a-f]+", " +0x0", done.out.decode()) + f"[{done.code}]\n"
        return None if got == expected else harness.difference(expected.encode(), got.encode())

    return harness.Case(name, "./x test repl --only " + name, check)


class Terminal:
    """vole repl at a pseudo-terminal."""

    def __init__(self, kind, home):
        self.seen = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(home)
            os.execve(harness.vole(kind), ["vole", "repl"],
                      {**os.environ, "HOME": home, "TERM": "vt100", "VOLE_HISTORY": os.path.join(home, "history")})

    def expect(self, text, press=None):
        """Waits until a text is printed, and forgets what was printed up to it. A key is pressed until then: one that comes
        while the terminal changes its mode is lost."""
        end = time.monotonic() + WAIT
        while text not in self.seen:
            left = max(end - time.monotonic(), 0)
            ready, _, _ = select.select([self.fd], [], [], min(left, 2) if press else left)
            if not ready and press and left > 0:
                self.type(press)
                continue
            if not ready:
                raise AssertionError(f"no {text!r} in {self.seen!r}")
            try:
                data = os.read(self.fd, 4096)
            except OSError:
                data = b""
            if not data:
                raise AssertionError(f"it ended; no {text!r} in {self.seen!r}")
            self.seen += data.decode("utf-8", "replace")
        self.seen = self.seen.split(text, 1)[1]

    def type(self, text):
        os.write(self.fd, text.encode())

    def end(self):
        """Types Ctrl-D, and returns the exit status; None: it goes on."""
        time.sleep(SETTLE)
        end = time.monotonic() + WAIT
        pid = status = 0
        while pid == 0 and time.monotonic() < end:
            try:
                self.type("\x04")
            except OSError:
                pass  # it has ended
            if select.select([self.fd], [], [], 2)[0]:
                try:
                    os.read(self.fd, 4096)
                except OSError:
                    pass
            pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid == 0:
            self.kill()
        os.close(self.fd)
        return os.waitstatus_to_exitcode(status) if pid else None

    def kill(self):
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)


def at_terminal(kind, name, steps, history=None):
    """steps: what is typed, and what must then be printed."""

    def check():
        with tempfile.TemporaryDirectory() as home:
            terminal = Terminal(kind, home)
            try:
                terminal.expect("> ")
                for typed, printed in steps:
                    press = typed if typed == "\x03" else None
                    if press:
                        time.sleep(SETTLE)
                    terminal.type(typed)
                    terminal.expect(printed, press)
                code = terminal.end()
            except AssertionError as error:
                terminal.kill()
                return f"    {error}"
            if code != 0:
                return f"    it ended with {code}"
            if history:
                with open(os.path.join(home, "history"), encoding="utf-8") as file:
                    if history not in file.read():
                        return f"    {history!r} is not in the history"
        return None

    return harness.Case(name, "./x test repl --only '" + name + "'", check)


def script(kind):
    def check():
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "tool")
            with open(path, "w", encoding="utf-8") as file:
                file.write("#!/usr/bin/env vole\npackage main\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n\n"
                           "func main() { fmt.Println(os.Args[1:]); var m map[int]int; m[0] = 1 }\n")
            os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
            os.symlink(harness.vole(kind), os.path.join(folder, "vole"))
            done = harness.run([path, "a", "-b"], settings={"PATH": folder + ":" + os.environ["PATH"]},
                               seconds=SECONDS)
        if done.out != b"[a -b]\n" or b"tool:9 " not in done.err or done.code != 2:
            return f"    {done.ending()}\n" + harness.shown(done.out + done.err)
        return None

    return harness.Case("script of any name", "./x test repl --only script", check)


def documentation(kind, words, expected, code=0):
    def check():
        done = harness.run([harness.vole(kind), "doc"] + words, folder=os.path.join(harness.ROOT, "examples"),
                           seconds=SECONDS)
        text = (done.out + done.err).decode()
        missing = [part for part in expected if part not in text]
        if missing or done.code != code:
            return f"    missing: {missing}; {done.ending()}\n" + harness.shown(done.out + done.err)
        return None

    return harness.Case("doc " + " ".join(words), "./x test repl --only doc", check)


def cases(kind):
    found = [transcript(kind, name) for name in sorted(os.listdir(FOLDER)) if name.endswith(".txt")]
    found += [
        at_terminal(kind, "an endless line is interrupted",
                    [("x := 41\r", "> "), ("for { x = 41 }\r", "\n"), ("\x03", "interrupted"), ("x + 1\r", "int 42")]),
        at_terminal(kind, "a line that waits for ever is interrupted",
                    [("x := 6\r", "> "), ("<-make(chan int)\r", "\n"), ("\x03", "interrupted"), ("x * 7\r", "int 42")]),
        at_terminal(kind, "what is being typed is given up",
                    [("func f() {\r", "\n"), ("\x03", "> "), ("40 + 2\r", "int 42")]),
        at_terminal(kind, "words are completed",
                    [("strings.ToUpp\t(\"abc\")\r", 'string "ABC"'), ("longName := 5\r", "> "),
                     ("longN\t + 1\r", "int 6"), ("strings.TrimS\t\t", "TrimSuffix"), ("\x151\r", "int 1")]),
        at_terminal(kind, "the history is kept", [("first := 1\r", "> "), ("\x1b[A\r", "> "), ("first\r", "int 1")],
                    "first"),
        script(kind),
        documentation(kind, ["strings.Builder"], ["type Builder struct", "func (b *Builder) Len() int"]),
        documentation(kind, ["encoding/json.Marshal"], ["func Marshal(v any) ([]byte, error)", "    Marshal returns"]),
        documentation(kind, ["encoding/json", "Decoder.more"], ["func (dec *Decoder) More() bool"]),
        documentation(kind, ["math.pi"], ["Pi      = 3.14159"]),
        documentation(kind, ["io"], ["package io", "type Reader interface{ ... }", "func ReadAll(r Reader)"]),
        documentation(kind, ["slices.Sort"], ["func Sort[S ~[]E, E cmp.Ordered](x S)"]),
        documentation(kind, ["fmt.Nope"], ["no symbol Nope in package fmt"], 1),
        documentation(kind, ["no/such"], ["no package no/such"], 1),
    ]
    return found
