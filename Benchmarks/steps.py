"""Measures how long training steps take, and compares with a saved baseline.

usage: steps.py NBRUN [--save] [--repeat N]

Runs the notebooks of workloads/ with the built program, which tells by --timings what its blocks took, and prints the
least time of each, with its ratio to the baseline (.build/bench-baseline.json, written by --save).
"""

import argparse
import json

from nbrun import HERE, WORKLOADS, Step, shown

BASELINE = HERE.parent / ".build" / "bench-baseline.json"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("nbrun")
    parser.add_argument("--save", action="store_true", help="make this the baseline")
    parser.add_argument("--repeat", type=int, default=5)
    arguments = parser.parse_args()
    baseline = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    print(f"{'workload':24} {'threads':>7} {'a step':>9} {'GFLOP/s':>8} {'baseline':>9}")
    times = {}
    for workload, threads in [(workload, threads) for workload in WORKLOADS for threads in workload.threads]:
        step = Step(arguments.nbrun, workload, threads)
        for _ in range(arguments.repeat):
            step.measure()
        key = f"{workload.name}, {threads}"
        times[key] = step.seconds
        rate = f"{step.flop / step.seconds / 1e9:.1f}" if step.flop else ""
        ratio = f"{step.seconds / baseline[key]:.2f} ×" if key in baseline else ""
        print(f"{workload.name:24} {threads:7} {shown(step.seconds):>9} {rate:>8} {ratio:>9}", flush=True)
    if arguments.save:
        BASELINE.write_text(json.dumps(times, indent=2))
        print(f"saved as {BASELINE}")


if __name__ == "__main__":
    main()
