"""Measures how long training steps take, and compares with a saved baseline.

usage: steps.py NBRUN [--save] [--repeat N]

Runs the notebooks of workloads/ with the built program, which tells by --timings what its blocks took, and prints the
least time of each, with its ratio to the baseline (.build/bench-baseline.json, written by --save).
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent
BASELINE = HERE.parent / ".build" / "bench-baseline.json"

# name, notebook, numbers of threads
WORKLOADS = [
    ("W1 seed", "seed.md", [1]),
    ("W2 xor", "xor.md", [1]),
    ("W3 iris", "iris.md", [1]),
    ("W4a digits", "digits.md", [1, 2]),
    ("W4b digits in batches", "digits-batches.md", [1, 2]),
    ("W5 mnist", "mnist.md", [1, 2]),
]


def timings(nbrun, notebook, threads, *options):
    """What the blocks of a notebook took."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "timings.json"
        command = [nbrun, str(HERE / "workloads" / notebook), "--quiet", "--output", folder,
                   "--format", "md", "--threads", str(threads), "--timings", str(path), *options]
        subprocess.run(command, check=True)
        return json.loads(path.read_text())["notebooks"][0]["blocks"]


def run_of(blocks):
    return next(block["runs"][0] for block in blocks if "runs" in block)


def step(nbrun, notebook, threads):
    """Seconds and floating-point operations of one step."""
    run = run_of(timings(nbrun, notebook, threads))
    if notebook != "mnist.md":
        return run["seconds"] / run["steps"], run["flop"] / run["steps"]
    longer = run_of(timings(nbrun, notebook, threads, "-P", "epochs=3"))
    steps = longer["steps"] - run["steps"]
    return (longer["seconds"] - run["seconds"]) / steps, (longer["flop"] - run["flop"]) / steps


def measured(nbrun, repeat):
    """The rows of the table: name, threads, seconds, FLOP."""
    for name, notebook, counts in WORKLOADS:
        for threads in counts:
            yield name, threads, *min(step(nbrun, notebook, threads) for _ in range(repeat))
    for threads in [1, 2]:
        runs = [timings(nbrun, "entries.md", threads) for _ in range(repeat)]
        for index, name in [(1, "W7 sum of sigmoid"), (2, "W7 fused cross-entropy")]:
            yield name, threads, min(run[index]["seconds"] for run in runs), None


def shown(seconds):
    for size, unit in [(1, "s"), (1e-3, "ms"), (1e-6, "µs")]:
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("nbrun")
    parser.add_argument("--save", action="store_true", help="make this the baseline")
    parser.add_argument("--repeat", type=int, default=5)
    arguments = parser.parse_args()
    baseline = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    print(f"{'workload':24} {'threads':>7} {'a step':>9} {'GFLOP/s':>8} {'baseline':>9}")
    times = {}
    for name, threads, seconds, operations in measured(arguments.nbrun, arguments.repeat):
        key = f"{name}, {threads}"
        times[key] = seconds
        rate = f"{operations / seconds / 1e9:.1f}" if operations else ""
        ratio = f"{seconds / baseline[key]:.2f} ×" if key in baseline else ""
        print(f"{name:24} {threads:7} {shown(seconds):>9} {rate:>8} {ratio:>9}", flush=True)
    if arguments.save:
        BASELINE.write_text(json.dumps(times, indent=2))
        print(f"saved as {BASELINE}")


if __name__ == "__main__":
    main()
