"""Programs of several packages and modules: each case is a tree of files and commands over it.

tests/modules/NAME.txt says what it shows, then has commands with what they must print, then files:

    $ run ./cmd/x           vole run, or go run when the expectations are written
    $ in sub: GOFLAGS=-tags=x check ./...
      # example.com/m       lines of both outputs, after two spaces
      [1]                   the status, unless it is 0
    -- go.mod --
    module example.com/m
    -- link loop -> .. --   a symbolic link
    -- cache/example.com/x@v1.0.0/x.go --   a module that the go command has downloaded

`./x expect tests/modules/NAME.txt` has the real Go write the expectations.
"""
import io
import os
import re
import shlex
import tempfile
import zipfile

import harness

FOLDER = os.path.join(harness.ROOT, "tests", "modules")
SECONDS = 120


class Tree:
    def __init__(self, path):
        self.path = path
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            text = file.read()
        parts = re.split(r"(?m)^-- (.*) --\n", text)
        self.head, self.rest = parts[0], text[len(parts[0]):]
        self.files = list(zip(parts[1::2], parts[2::2]))
        self.commands = re.findall(r"(?m)^\$ (.*)\n((?:  .*\n)*)", self.head)

    def write(self, root):
        for name, text in self.files:
            target = None
            if name.startswith("link "):
                name, target = name[5:].split(" -> ")
            path = os.path.join(root, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if target:
                os.symlink(target, path)
                continue
            with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
                file.write(text)
        for module, version, files in self.cached():
            folder = os.path.join(root, "cache", "cache", "download", module, "@v")
            os.makedirs(folder, exist_ok=True)
            with open(os.path.join(folder, version + ".mod"), "w", encoding="utf-8") as file:
                file.write(files["go.mod"])

    def cached(self):
        """The modules below cache/: path, version, files by name."""
        found = {}
        for name, text in self.files:
            match = re.fullmatch(r"cache/([^@]*)@([^/]*)/(.*)", name)
            if match:
                found.setdefault(match.groups()[:2], {})[match[3]] = text
        return [(module, version, files) for (module, version), files in found.items()]

    def write_proxy(self, root):
        """What the go command downloads the modules from."""
        for module, version, files in self.cached():
            folder = os.path.join(root, module, "@v")
            os.makedirs(folder, exist_ok=True)
            plain = re.sub("!(.)", lambda m: m[1].upper(), module)
            data = io.BytesIO()
            with zipfile.ZipFile(data, "w") as archive:
                for name, text in files.items():
                    archive.writestr(f"{plain}@{version}/{name}", text)
            for ending, content in ((".zip", data.getvalue()), (".mod", files["go.mod"].encode()),
                                    (".info", b'{"Version":"%s"}' % version.encode())):
                with open(os.path.join(folder, version + ending), "wb") as file:
                    file.write(content)


def split(command):
    """Folder, settings, subcommand and arguments of a command."""
    folder = ""
    match = re.match(r"in (\S+): ", command)
    if match:
        folder, command = match[1], command[match.end():]
    words = shlex.split(command)
    settings = {}
    while "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        settings[name] = value
    return folder, settings, words[0], words[1:]


def shown(done, root, code):
    text = (done.out + done.err).decode("utf-8", "surrogateescape").replace(root, "$WORK")
    text = re.sub(r"(?s)\n?goroutine \d+ \[.*", "", text)
    text = re.sub(r"(?m)^(ok  \t\S+|FAIL\t\S+)\t[\d.]+s", r"\1\t0.1s", text)
    text = re.sub(r"\(\d+\.\d\ds\)", "(0.00s)", text)
    # Of events only what the test has decided stays.
    text = re.sub(r'"Time":"[^"]*",', "", text)
    text = re.sub(r'"Elapsed":[\d.]+', '"Elapsed":0', text)
    text = re.sub(r'(\\t\S+\\t)[\d.]+s', r"\g<1>0.1s", text)
    lines = "".join(f"  {line}\n" for line in text.splitlines())
    return lines + (f"  [{code}]\n" if code else "")


def run_vole(kind, tree, command):
    with tempfile.TemporaryDirectory() as root:
        root = os.path.realpath(root)
        folder, settings, name, arguments = split(command.replace("$WORK", root))
        tree.write(root)
        settings = {"GOMODCACHE": os.path.join(root, "cache"), "GOPATH": os.path.join(root, "gopath"),
                    "GOFLAGS": "", "GOWORK": "", **settings}
        done = harness.run([harness.vole(kind), name] + arguments, settings=settings,
                           folder=os.path.join(root, folder), seconds=SECONDS)
        return shown(done, root, done.code)


def run_go(tree, command):
    with tempfile.TemporaryDirectory() as root:
        root = os.path.realpath(root)
        folder, settings, name, arguments = split(command.replace("$WORK", root))
        tree.write(root)
        proxy = os.path.join(root, ".proxy")
        tree.write_proxy(proxy)
        flags = "-p=1 -modcacherw -buildvcs=false"
        settings = {"GOPROXY": "file://" + proxy, "GONOSUMDB": "*", "GONOSUMCHECK": "1",
                    "GOMODCACHE": os.path.join(root, ".gocache"), "CGO_ENABLED": "0",
                    "GOPATH": os.path.join(root, "gopath"), "GOWORK": "", **settings,
                    "GOFLAGS": flags + " " + settings.get("GOFLAGS", "")}
        where = os.path.join(root, folder)
        if tree.cached():
            harness.run(["go", "mod", "download", "all"], settings=settings, seconds=300,
                        folder=where, limit_memory=False)
        words = {"run": ["run"], "check": ["build", "-o", "/dev/null"],
                 "test": ["test", "-vet=off", "-count=1"]}.get(name, [name])
        if name == "check" and len(arguments) == 1 and "..." in arguments[0]:
            words = ["build"]
        done = harness.run(["go"] + words + arguments, settings=settings, seconds=300,
                           folder=where, limit_memory=False)
        err = done.err.decode("utf-8", "surrogateescape")
        err = re.sub(r"(?m)^go: downloading .*\n|^# command-line-arguments\n| \(/usr/.*\)$", "", err)
        err = re.sub(r"(?m)^.*: local import .* in non-local package\n", "", err)  # says it again
        err = re.sub(r"running go (1\.\d+)\.\d+;", r"running go \1;", err)
        status = re.search(r"(?m)^exit status (\d+)\n", err) if name == "run" else None
        if status:
            err = err.replace(status[0], "")
        done = harness.Finished(done.code, done.out, err.encode("utf-8", "surrogateescape"),
                                done.seconds)
        return shown(done, root, int(status[1]) if status else done.code)


def record(path):
    tree = Tree(path)
    head = tree.head[:tree.head.index("$ ")]
    for command, _ in tree.commands:
        head += f"$ {command}\n" + run_go(tree, command)
    with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(head + tree.rest)


def case(kind, path, command, expected, runner=run_vole):
    def check():
        got = runner(kind, Tree(path), command)
        return None if got == expected else harness.difference(expected.encode(), got.encode())
    name = os.path.basename(path)[:-4]
    return harness.Case(f"{name}: {command}", f"./x test modules --only '{name}'", check)


def cases(kind, runner=run_vole):
    found = []
    for name in sorted(os.listdir(FOLDER)):
        if name.endswith(".txt"):
            path = os.path.join(FOLDER, name)
            found += [case(kind, path, command, expected, runner)
                      for command, expected in Tree(path).commands]
    return found
