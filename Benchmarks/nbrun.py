"""Runs the notebooks of workloads/ with the built program, for the scripts that measure."""

import dataclasses
import json
import os
import pathlib
import re
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass(frozen=True)
class Workload:
    name: str
    notebook: str
    threads: tuple = (1,)
    block: int = None  # the block that is measured, where it is not a training


WORKLOADS = [
    Workload("W1 seed", "seed.md"),
    Workload("W2 xor", "xor.md"),
    Workload("W3 iris", "iris.md"),
    Workload("W4a digits", "digits.md", (1, 2)),
    Workload("W4b digits in batches", "digits-batches.md", (1, 2)),
    Workload("W5 mnist", "mnist.md", (1, 2)),
    Workload("W7 sum of sigmoid", "entries.md", (1, 2), block=2),
    Workload("W7 fused cross-entropy", "entries.md", (1, 2), block=3),
]


@dataclasses.dataclass
class Process:
    """A process that ended."""

    status: int
    seconds: float  # from start to exit
    peak: float  # memory, in bytes
    output: str
    errors: str


def process(command, environment=None):
    """Runs a command, the path of a program and its arguments, to its end."""
    command = [str(word) for word in command]
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        streams = [(os.POSIX_SPAWN_DUP2, output.fileno(), 1), (os.POSIX_SPAWN_DUP2, errors.fileno(), 2)]
        start = time.perf_counter()
        child = os.posix_spawn(command[0], command, environment or os.environ, file_actions=streams)
        _, status, usage = os.wait4(child, 0)
        seconds = time.perf_counter() - start
        texts = [os.pread(file.fileno(), 1 << 24, 0).decode(errors="replace") for file in [output, errors]]
    return Process(os.waitstatus_to_exitcode(status), seconds, usage.ru_maxrss * 1024, *texts)


def checked(command, environment=None):
    """The same, where an error is the end of the measurement."""
    ended = process(command, environment)
    if ended.status != 0:
        raise SystemExit(f"{ended.output}{ended.errors}{' '.join(map(str, command))}: exit status {ended.status}")
    return ended


class Step:
    """A step of a workload, or a block of it: the least that it took in all measurements so far.

    Before and after a training with batches nbrun computes the loss on all rows, which is no part of a step. Where that
    takes long, the notebook has a parameter `epochs`, and what counts is the least of runs of three epochs minus the
    least of runs of one. (The least of the differences would be too small, since it favours a disturbed short run.)
    """

    def __init__(self, nbrun, workload, threads):
        notebook = HERE / "workloads" / workload.notebook
        self.command = [nbrun, notebook, "--quiet", "--format", "md", "--threads", threads]
        self.block = workload.block
        self.variants = [["-P", "epochs=1"], ["-P", "epochs=3"]] if workload.notebook == "mnist.md" else [[]]
        self.runs = [None for _ in self.variants]
        self.peak = 0

    def measure(self):
        for number, variant in enumerate(self.variants):
            run, peak = self.run(variant)
            if self.runs[number] is None or run["seconds"] < self.runs[number]["seconds"]:
                self.runs[number] = run
            self.peak = max(self.peak, peak)

    def run(self, variant):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "timings.json"
            ended = checked([*self.command, *variant, "--output", folder, "--timings", path])
            blocks = json.loads(path.read_text())["notebooks"][0]["blocks"]
        if self.block is not None:
            return {"seconds": blocks[self.block]["seconds"], "steps": 1, "flop": 0}, ended.peak
        return next(block["runs"][0] for block in blocks if "runs" in block), ended.peak

    def per_step(self, what):
        return self.difference(what) / self.difference("steps")

    def difference(self, what):
        return self.runs[-1][what] - (self.runs[0][what] if len(self.runs) > 1 else 0)

    @property
    def seconds(self):
        return self.per_step("seconds")

    @property
    def flop(self):
        return self.per_step("flop")


def losses(nbrun, workload, steps):
    """The losses of the first steps, or the value of the block that is measured, to all their digits."""
    text = (HERE / "workloads" / workload.notebook).read_text()
    with tempfile.TemporaryDirectory() as folder:
        notebook = pathlib.Path(folder) / workload.notebook
        command = [nbrun, notebook, "--quiet", "--output", pathlib.Path(folder) / "reports"]
        if workload.block is not None:
            notebook.write_text(f"---\nprecision: 17\n---\n{text}")
            checked([*command, "--format", "md"])
            report = (pathlib.Path(folder) / "reports" / workload.notebook).read_text()
            return [float(re.search(r"first is \$(.*)\$, the second \$(.*)\$", report)[workload.block - 1])]
        text = re.sub(r"^(steps|epochs): .*$", f"steps: {steps}", text, flags=re.MULTILINE)
        # The results have all entries of all matrices: only those rows that the steps take.
        rows = steps * 256
        text = text.replace("epochs = 1;\n", "").replace("1:60000", f"1:{rows}")
        notebook.write_text(text.replace("rand(60000, 784)", f"rand(60000, 784)(1:{rows}, :)"))
        checked([*command, "--format", "json"])
        with open(pathlib.Path(folder) / "reports" / f"{notebook.stem}.json", "rb") as results:
            results.seek(max(0, results.seek(0, os.SEEK_END) - (1 << 22)))
            trace = results.read().decode().rpartition('"trace"')[2]
        return json.loads(re.search(r'"loss": (\[.*?\])', trace, re.DOTALL)[1])[:steps]


def shown(seconds):
    for size, unit in [(1, "s"), (1e-3, "ms"), (1e-6, "µs")]:
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"
