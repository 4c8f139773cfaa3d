"""What the encoder of vm/jit makes, beside what LLVM's disassembler reads in it."""
import os
import re
import subprocess

import harness

TOOL = ("llvm-mc", "llvm-mc-14")


def normal(text):
    """One spelling: no doubled blanks, decimal numbers, no sizes that a register implies."""
    text = re.sub(r"\s+", " ", text.split("#")[0].strip())
    text = text.replace("movabs ", "mov ")
    return re.sub(r"\b1\*", "", text)


def disassemble(lines):
    run = subprocess.run([TOOL[0], "--disassemble", "--output-asm-variant=1", "--triple=x86_64"],
                         input="\n".join(lines), capture_output=True, text=True, check=False)
    if run.returncode != 0 or run.stderr:
        return None, run.stderr[:500]
    return [normal(line) for line in run.stdout.splitlines() if line.strip() and ".text" not in line], None


def check(kind):
    done = harness.run([os.path.join(harness.ROOT, "out", kind, "tests", "jit_encoder")], seconds=120)
    if done.code != 0:
        return f"    jit_encoder: {done.ending()}\n"
    pairs = [line.split("\t") for line in done.out.decode().splitlines()]
    have, problem = disassemble([bytes_ for bytes_, _ in pairs])
    if problem:
        return f"    {problem}\n"
    if len(have) != len(pairs) or len(pairs) < 10000:
        return f"    {len(pairs)} instructions were made, {len(have)} read\n"
    wrong = [f"    {bytes_}: {normal(want)}, read as {got}\n" for (bytes_, want), got in zip(pairs, have) if normal(want) != got]
    return "".join(wrong[:20]) or None


def cases(kind):
    return [harness.Case("encoder", "./x test jit --only encoder", lambda: check(kind))]
