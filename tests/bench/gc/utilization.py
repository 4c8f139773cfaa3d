"""What utilization.go's cycles took of the CPU while they marked, from the lines of gctrace.

  python3 tests/bench/gc/utilization.py [MEGABYTES [SECONDS [PERCENT]]]

On out/release/vole, or what $VOLE names, and on the real Go where it is installed. The pacer promises workers
a quarter of the CPU, and no assists once it knows the program.
"""
import os
import shutil
import statistics
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
import harness  # noqa: E402
from watch.run import GC  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
SHORTEST_MS = 2.0  # marks in which a quantum of a worker is no small part


def measure(name, command):
    """Prints the shares of one implementation."""
    done = subprocess.run(command + sys.argv[1:], cwd=HERE, env={**os.environ, "GODEBUG": "gctrace=1"},
                          capture_output=True, text=True, check=True)
    lines = [GC.match(line) for line in done.stderr.splitlines()]
    cycles = [m for m in lines if m and not m[19] and float(m[5]) >= SHORTEST_MS]
    cycles = cycles[len(cycles) // 4:]
    print(f"{name}:")
    print("  " + done.stdout.strip().replace("\n", "\n  "))
    if not cycles:
        print("  no cycle of its own was long enough")
        return
    rows = []
    for m in cycles:
        cpu = float(m[5]) * int(m[18])
        rows.append((100 * float(m[9]) / cpu, 100 * float(m[8]) / cpu, 100 * float(m[10]) / cpu,
                     100 * int(m[13]) / max(int(m[15]), 1)))
    workers, assists, idle, peak = (statistics.median(column) for column in zip(*rows))
    both = sorted(row[0] + row[1] for row in rows)
    print(f"  {len(cycles)} cycles while marking, medians: workers {workers:.1f}%, assists "
          f"{assists:.2f}%, idle workers {idle:.1f}% of the CPU; heap at the end {peak:.0f}% of the goal")
    print(f"  workers and assists: {statistics.median(both):.1f}% "
          f"({both[0]:.1f} to {both[-1]:.1f})")


def main():
    measure("vole", [harness.vole(), "run", "utilization.go"])
    if shutil.which("go"):
        measure("go", ["go", "run", "utilization.go"])


main()
