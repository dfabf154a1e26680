"""Runs one workload with one peer, in a process of its own, and prints what it took as JSON.

usage: run.py WORKLOAD PEER [VARIANT]        run.py products PEER [VARIANT]

What counts is the least of several runs, all from the same weights, behind one that warms up and compiles.
"""

import importlib
import json
import sys
import time

import workloads

# Interpreters get fewer steps of the small networks, so that no run takes much longer than this, in seconds.
LONGEST = 1.0


def timed(run, steps):
    start = time.perf_counter()
    losses = run(steps)
    return time.perf_counter() - start, losses


def main():
    name, peer, *variant = sys.argv[1:]
    module = importlib.import_module(f"with_{peer}")
    work = getattr(workloads, name)()
    run = getattr(module, work.kind)(work, *variant)
    steps = work.steps
    if hasattr(module, "COMPILED_FOR_STEPS") or steps == 1:
        run(steps)
    else:
        run(work.checked)
        trial, _ = timed(run, work.checked)
        epochs = max(int(LONGEST / trial * work.checked), work.checked) // work.epoch + 1
        steps = min(steps, epochs * work.epoch)
    runs = [timed(run, steps) for _ in range(9 if work.steps == 1 else 3)]
    seconds, losses = min(runs, key=lambda run: run[0])
    losses = [float(loss) for loss in losses[: work.checked]]
    print(json.dumps({"seconds": seconds / steps, "losses": losses, "versions": module.VERSIONS}))


main()
