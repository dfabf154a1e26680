"""Times whole processes, from start to exit: nbrun beside an empty Python.

The commands take turns in a shuffled order, so that whatever else the machine does falls on all of them
alike. Least and median are printed: the least is the program, the rest is the machine.

    python3 Benchmarks/startup.py .build/release/nbrun [ROUNDS]
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time


def seconds(command, streams):
    start = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=streams)
    status = os.waitpid(process, 0)[1]
    elapsed = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{' '.join(command)} ended with status {os.waitstatus_to_exitcode(status)}")
    return elapsed


def main():
    nbrun = os.path.abspath(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    # The system's own interpreter, not a wrapper that looks for one or one with packages that load
    # themselves: the fastest start that Python offers.
    python = next(p for p in ["/usr/bin/python3", os.path.realpath(sys.executable)]
                  if os.path.exists(p))
    version = subprocess.run([python, "--version"], capture_output=True, text=True).stdout.strip()
    sink = os.open(os.devnull, os.O_WRONLY)
    streams = [(os.POSIX_SPAWN_DUP2, sink, 1), (os.POSIX_SPAWN_DUP2, sink, 2)]
    with tempfile.TemporaryDirectory() as folder:
        rewritten = os.path.join(folder, "rewritten")
        commands = {
            "`nbrun --version`": [nbrun, "--version"],
            "`nbrun check notebooks/backprop.md`": [nbrun, "check", "notebooks/backprop.md"],
            "`nbrun notebooks/backprop.md`, reports new": [
                nbrun, "notebooks/backprop.md", "-o", rewritten],
            "`nbrun notebooks/backprop.md`, nothing changed": [
                nbrun, "notebooks/backprop.md", "-o", os.path.join(folder, "kept")],
            "`python3 -c pass`": [python, "-c", "pass"],
        }
        times = {name: [] for name in commands}
        for command in commands.values():
            seconds(command, streams)
        order = random.Random(1)
        for _ in range(rounds):
            for name in order.sample(list(commands), len(commands)):
                command = commands[name]
                if rewritten in command:
                    # Reports are written anew each time; the assets are there, as on every second run.
                    for file in os.scandir(rewritten):
                        if file.is_file():
                            os.remove(file.path)
                times[name].append(seconds(command, streams))

    last = list(times)[-1]
    print(f"{rounds} rounds; {python}, {version}\n")
    print(f"| command | least, ms | median, ms | median against {last} |")
    print("|---|--:|--:|--:|")
    for name, values in times.items():
        median = statistics.median(values)
        ratio = median / statistics.median(times[last])
        print(f"| {name} | {min(values) * 1e3:.2f} | {median * 1e3:.2f} | {ratio:.2f} |")


main()
