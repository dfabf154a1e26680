"""Measures nbrun side by side with C, NumPy, Numba, JAX and PyTorch, and prints tables of Markdown.

usage: peers.py NBRUN [--rounds N] [--only REGEX] [--venv FOLDER]

Every program trains the networks of workloads/ from the same weights on the same rows, in doubles, and keeps the loss
of every step; the losses are compared, and where they differ by more than 1e-9 the exit status is 1. In each round
every program runs in a process of its own, in a shuffled order, a few times in a row; the least of all is quoted. The
time is taken inside of the process, without start, imports and compilation. The programs are in peers/, whose
requirements are installed into .build/peers.
"""

import argparse
import ctypes.util
import dataclasses
import datetime
import json
import math
import os
import pathlib
import platform
import random
import re
import shutil
import subprocess
import sys
import tempfile
import venv

from nbrun import HERE, WORKLOADS, Step, checked, losses, process, shown

FOLDER = HERE / "peers"
BUILD = HERE.parent / ".build" / "peers"
LIMIT = BUILD / "liblimit.so"

NAMES = {"c": "C", "numpy": "NumPy", "numba": "Numba", "jax": "JAX", "torch": "PyTorch"}
PACKAGES = {"numpy": "numpy", "numba": "numba", "jax": "jax", "torch": "torch"}

ALONE = {"C": []}
OVER_BLAS = {"C, OpenBLAS of the system": ["openblas"], "C, scipy-openblas64": ["scipy-openblas64"]}
VECTOR = {"C, libmvec": [], "C, own exp and log": ["own_"]}


@dataclasses.dataclass
class Rendering:
    """How the peers render a workload: its name in peers/workloads.py, the losses to compare, the variants of C."""

    name: str
    losses: int
    variants: dict


RENDERINGS = {
    "W1 seed": Rendering("seed", 1000, ALONE),
    "W2 xor": Rendering("xor", 1000, ALONE),
    "W3 iris": Rendering("iris", 1000, ALONE),
    "W4a digits": Rendering("digits", 200, OVER_BLAS),
    "W4b digits in batches": Rendering("digits_batches", 290, OVER_BLAS),
    "W5 mnist": Rendering("mnist", 20, OVER_BLAS),
    "W7 sum of sigmoid": Rendering("sum_of_sigmoid", 1, VECTOR),
    "W7 fused cross-entropy": Rendering("cross_entropy", 1, VECTOR),
}

# Title, name in peers/workloads.py, multiplications.
PRODUCTS = [
    ("GEMM 256×784 · 784×512", "product_of_mnist", 256 * 784 * 512),
    ("GEMM 1024³", "product_of_1024", 1024**3),
]

# What nbrun shall reach: at most `factor` times the time of the fastest of some programs.
C = ["C"]
OTHERS = ["NumPy", "Numba", "JAX", "PyTorch"]
BARS = [
    ("W1 seed", (1,), "at most 1.3 × C", C, 1.3),
    ("W1 seed", (1,), "1.5 times as fast as JAX", ["JAX"], 1 / 1.5),
    ("W2 xor", (1,), "at most 1.5 × C", C, 1.5),
    ("W2 xor", (1,), "faster than NumPy, Numba, JAX, PyTorch", OTHERS, 1),
    ("W3 iris", (1,), "at most 1.2 × C", C, 1.2),
    ("W4a digits", (2,), "as fast as C", C, 1),
    ("W4a digits", (2,), "faster than NumPy, Numba, JAX, PyTorch", OTHERS, 1),
    ("W4b digits in batches", (1, 2), "as fast as C", C, 1),
    ("W5 mnist", (1, 2), "faster than all", C + OTHERS, 1),
    ("W7 sum of sigmoid", (1, 2), "at most 1.2 × C", C, 1.2),
    ("W7 fused cross-entropy", (1, 2), "at most 1.2 × C", C, 1.2),
]

TOLERANCE = 1e-9

# What may be set to make these libraries slower, or faster on another machine.
SETTINGS = ("OPENBLAS_", "GOTO_", "MKL_", "OMP_", "GOMP_", "KMP_", "NUMBA_", "XLA_", "JAX_", "TORCH_")


def say(text):
    print(text, file=sys.stderr, flush=True)


def environment(threads, passive=False):
    """The environment without what may have been left over in it: no setting must slow a peer down."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
    for name in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "NPROC"]:
        kept[name] = str(threads)
    if threads == 1:
        kept["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
    if passive:
        # OpenBLAS has threads of its own; those of OpenMP must not spin while these work.
        kept["OMP_WAIT_POLICY"] = "passive"
    return kept | {"JAX_PLATFORMS": "cpu", "LIMIT_LIBRARY": str(LIMIT), "PYTHONDONTWRITEBYTECODE": "1"}


class Nbrun:
    """nbrun as one of the programs; its losses are what the others' are compared with."""

    name = "nbrun"
    failure = None

    def __init__(self, nbrun, workload, threads):
        self.threads = threads
        self.step = Step(nbrun, workload, threads)

    def measure(self):
        for _ in range(3):
            self.step.measure()

    @property
    def seconds(self):
        return self.step.seconds

    @property
    def peak(self):
        return self.step.peak

    def difference(self, reference):
        return None


class Peer:
    """A program of peers/ with one workload."""

    def __init__(self, python, name, module, workload, variant, threads):
        self.name, self.threads = name, threads
        self.command = [python, FOLDER / "run.py", workload, module, *variant]
        self.environment = environment(threads, passive=bool(variant) and "openblas" in variant[0])
        self.seconds, self.peak, self.losses, self.failure, self.versions = math.inf, 0, [], None, {}

    def measure(self):
        ended = process(self.command, self.environment)
        if ended.status != 0:
            self.failure = (ended.errors.strip().splitlines() or [f"exit status {ended.status}"])[-1]
            return
        result = json.loads(ended.output.splitlines()[-1])
        self.seconds = min(self.seconds, result["seconds"])
        self.peak = max(self.peak, ended.peak)
        self.losses, self.versions = result["losses"], result["versions"]

    def difference(self, reference):
        """The largest difference of a loss, relative where losses are large."""
        if len(reference) != len(self.losses):
            return math.nan
        differences = [abs(a - b) / max(1, abs(a)) for a, b in zip(reference, self.losses)]
        return math.nan if any(map(math.isnan, differences)) else max(differences)


# Setting up


def install(folder):
    """Makes the environment of the peers, once for each state of requirements.txt."""
    requirements = FOLDER / "requirements.txt"
    stamp = folder / "installed.txt"
    if stamp.exists() and stamp.read_text() == requirements.read_text():
        return
    say(f"installing {requirements.relative_to(HERE.parent)} into {folder}")
    try:
        venv.create(folder, with_pip=True, symlinks=True)
    except subprocess.CalledProcessError:
        raise SystemExit("no environment for the peers; Debian and Ubuntu: apt-get install python3-venv")
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet"]
    if subprocess.run([*pip, "--requirement", requirements]).returncode == 0:
        stamp.write_text(requirements.read_text())
        return
    # One by one: what cannot be had leaves out one peer and not all.
    for line in requirements.read_text().splitlines():
        if line and not line.startswith("#"):
            subprocess.run([*pip, line])


def importable(python):
    """The peers that can be measured."""
    found = []
    for module, package in PACKAGES.items():
        if process([python, "-c", f"import {package}"]).status == 0:
            found.append(module)
        else:
            say(f"left out: {NAMES[module]}; {package} cannot be imported by {python}")
    if "numpy" not in found:
        raise SystemExit("without NumPy none of the peers can run")
    return found


def compile_limit():
    """Builds peers/limit.c; the version of the compiler, or None."""
    compiler = os.environ.get("CC") or shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        say("left out: C; no compiler. Debian and Ubuntu: apt-get install gcc")
        return None
    version = subprocess.run([compiler, "--version"], capture_output=True, text=True).stdout.partition("\n")[0]
    flags = ["-O3", "-march=native", "-ffast-math", "-fopenmp", "-fPIC", "-shared"]
    if platform.machine() == "x86_64":
        flags += ["-fveclib=libmvec"] if "clang" in version else ["-mprefer-vector-width=512"]
        flags += ["-Wl,--no-as-needed", "-lmvec"]
    BUILD.mkdir(parents=True, exist_ok=True)
    if subprocess.run([compiler, FOLDER / "limit.c", "-o", LIMIT, *flags, "-lm"]).returncode != 0:
        say(f"left out: C; {compiler} does not compile it, see above")
        return None
    return version


def programs(workload, python, modules, with_c, nbrun, threads):
    """All that runs a workload."""
    rendering = RENDERINGS[workload.name]
    yield Nbrun(nbrun, workload, threads)
    for name, variant in rendering.variants.items() if with_c else []:
        yield Peer(python, name, "c", rendering.name, variant, threads)
    for module in modules:
        yield Peer(python, NAMES[module], module, rendering.name, [], threads)


def products(python, modules, with_c, name, threads):
    for label, variant in OVER_BLAS.items() if with_c else []:
        yield Peer(python, label, "c", name, variant, threads)
    for module in {"numpy", "torch"} & set(modules):
        yield Peer(python, NAMES[module], module, name, [], threads)


class Start:
    """A whole process, from start to exit."""

    threads, failure = None, None

    def __init__(self, name, command):
        self.name, self.command, self.seconds = name, command, math.inf

    def measure(self):
        for _ in range(5):
            self.prepare()
            self.seconds = min(self.seconds, checked(self.command, environment(os.cpu_count())).seconds)

    def prepare(self):
        pass


class NewReports(Start):
    """nbrun with reports to write anew; the page's assets are there, as on every second run."""

    def prepare(self):
        folder = pathlib.Path(self.command[-1])
        for file in folder.glob("*.*"):
            file.unlink()


def starts(nbrun, python, modules, folder):
    notebook = HERE.parent / "notebooks" / "backprop.md"
    name = "`nbrun notebooks/backprop.md`"
    yield NewReports(f"{name}, reports new", [nbrun, notebook, "--quiet", "--output", f"{folder}/new"])
    yield Start(f"{name}, nothing changed", [nbrun, notebook, "--quiet", "--output", f"{folder}/kept"])
    for code in ["pass", *[f"import {PACKAGES[module]}" for module in modules]]:
        yield Start(f"`python3 -c '{code}'`", [python, "-c", code])


def measure(tasks, rounds):
    """Measures everything so many times, or until Ctrl-C if there has been one whole round; the number of rounds."""
    for number in range(1, rounds + 1):
        try:
            for name, group in tasks.items():
                say(f"round {number} of {rounds}: {name}")
                for program in random.sample(group, len(group)):
                    if program.failure is None:
                        program.measure()
        except KeyboardInterrupt:
            if number == 1:
                raise
            return number - 1
    return rounds


# Tables


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|---|" + "--:|" * (len(head) - 1))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print(flush=True)


def steps_table(name, measured, reference):
    """Prints what the programs of a workload took; whether all losses agree."""
    print(f"### {name}\n")
    rows, agree = [], True
    for threads in sorted({program.threads for program in measured}):
        group = [program for program in measured if program.threads == threads and program.failure is None]
        least = next((program.seconds for program in group if program.name == "nbrun"), math.nan)
        for program in sorted(group, key=lambda program: program.seconds):
            difference = program.difference(reference)
            fine = difference is None or difference <= TOLERANCE
            agree = agree and fine
            rows.append([
                f"**{program.name}**" if program.name == "nbrun" else program.name,
                str(threads),
                shown(program.seconds),
                f"{program.seconds / least:.2f}",
                ("" if difference is None else f"{difference:.1e}") + ("" if fine else " **differs**"),
                f"{program.peak / (1 << 20):,.0f}",
            ])
    what, difference = ["time", "difference"] if len(reference) == 1 else ["a step", "largest difference of a loss"]
    head = ["program", "threads", what, "÷ nbrun's", difference, "peak memory, MiB"]
    # What a small process takes at the peak is as much as this script has, of which it is spawned.
    columns = len(head) if name == "W5 mnist" else len(head) - 1
    table(head[:columns], [row[:columns] for row in rows])
    return agree


def bars_table(results, start):
    rows = []
    for name, counts, text, rivals, factor in BARS:
        for threads in counts:
            group = [program for program in results.get(name, []) if program.threads == threads and not program.failure]
            own = [program for program in group if program.name == "nbrun"]
            others = [program for program in group if program.name.split(",")[0] in rivals]
            if own and others:
                best = min(others, key=lambda program: program.seconds)
                ratio = own[0].seconds / best.seconds
                reached = "yes" if ratio <= factor else "**no**"
                rows.append([name, text, str(threads), f"{ratio:.2f} × {best.name}", reached])
    if start:
        rows.append(["W8 whole process", "at most 5 ms", "", shown(start), "yes" if start <= 0.005 else "**no**"])
    if rows:
        print("### What nbrun shall reach\n")
        table(["workload", "bar", "threads", "measured", "reached"], rows)


def machine():
    model = platform.processor() or platform.machine()
    try:
        model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())[1]
    except (OSError, TypeError):
        pass
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        system = platform.platform()
    return f"{model}, cores: {len(os.sched_getaffinity(0))}, {system}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("nbrun")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", metavar="REGEX", help="workloads whose name it matches, such as 'W[1-3]'")
    parser.add_argument("--venv", metavar="FOLDER", help="an environment that has the peers, instead of .build/peers")
    arguments = parser.parse_args()
    nbrun = os.path.abspath(arguments.nbrun)
    if arguments.venv is None:
        install(BUILD)
    python = pathlib.Path(arguments.venv or BUILD).absolute() / "bin" / "python"
    modules = importable(python)
    compiler = compile_limit()
    if compiler and not ctypes.util.find_library("openblas"):
        say("left out: C over the system's OpenBLAS. Debian and Ubuntu: apt-get install libopenblas0-pthread")
        del OVER_BLAS["C, OpenBLAS of the system"]

    def wanted(name):
        return re.search(arguments.only, name)

    cores = len(os.sched_getaffinity(0))
    workloads = [workload for workload in WORKLOADS if wanted(workload.name)]
    tasks, references = {}, {}
    for workload in workloads:
        counts = [threads for threads in workload.threads if threads <= cores]
        setting = (python, modules, compiler, nbrun)
        tasks[workload.name] = [one for threads in counts for one in programs(workload, *setting, threads)]
    for title, name, _ in PRODUCTS:
        if wanted(title):
            setting = (python, modules, compiler, name)
            tasks[title] = [one for threads in (1, 2) if threads <= cores for one in products(*setting, threads)]
    with tempfile.TemporaryDirectory() as folder:
        if wanted("W8 whole process"):
            tasks["W8 whole process"] = list(starts(nbrun, python, modules, folder))
            for start in tasks["W8 whole process"]:
                checked(start.command)
        for workload in workloads:
            say(f"losses of {workload.name}")
            references[workload.name] = losses(nbrun, workload, RENDERINGS[workload.name].losses)
        rounds = measure(tasks, arguments.rounds)

    print(f"{datetime.date.today()}, {machine()}; least of {rounds} rounds.\n")
    versions = {"Python": platform.python_version()}
    for name, group in tasks.items():
        for program in group:
            versions |= getattr(program, "versions", {})
            if program.failure:
                say(f"left out: {program.name} in {name}; {program.failure}")
    own = checked([nbrun, "--version"]).output.strip()
    print(", ".join([own, *[f"{name} {version}" for name, version in versions.items()], compiler or "no C"]) + ".\n")
    agree = True
    for name, reference in references.items():
        agree = steps_table(name, tasks[name], reference) and agree
    rates = [(name, program) for name, group in tasks.items() if name.startswith("GEMM") for program in group]
    if rates:
        print("### Rate of a product of matrices, GFLOP/s\n")
        sizes = {title: size for title, _, size in PRODUCTS if title in tasks}
        labels = sorted({(program.threads, program.name) for _, program in rates if not program.failure})
        rows = []
        for threads, label in labels:
            seconds = {n: p.seconds for n, p in rates if (p.threads, p.name) == (threads, label)}
            speeds = [f"{2 * sizes[name] / seconds[name] / 1e9:.0f}" if name in seconds else "" for name in sizes]
            rows.append([label, str(threads), *speeds])
        table(["library", "threads", *[name.removeprefix("GEMM ") for name in sizes]], rows)
    whole = tasks.get("W8 whole process", [])
    if whole:
        print("### W8 whole process\n")
        table(["command", "time"], [[start.name, shown(start.seconds)] for start in whole])
    bars_table(tasks, whole[0].seconds if whole else None)
    if not agree:
        raise SystemExit("some losses differ by more than 1e-9")


if __name__ == "__main__":
    main()
