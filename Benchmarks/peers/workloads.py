"""The workloads of Benchmarks/workloads in NumPy's terms: the same rows and the same weights to begin with.

nbrun's random numbers are those of NumPy's RandomState, row by row, so that nothing has to be handed over.
"""

import dataclasses

import numpy as np


@dataclasses.dataclass
class Workload:
    """A program that trains, or sums: `kind` is the function of a peer that renders it."""

    kind: str
    steps: int  # of a run
    checked: int  # losses that are compared
    X: np.ndarray = None
    T: np.ndarray = None  # targets, or the number of the true class of each row
    params: list = None
    rate: float = 0
    batch: int = 0
    tanh: bool = False
    adam: bool = False

    @property
    def epoch(self):
        """Steps in an epoch."""
        return -(-len(self.X) // self.batch) if self.batch else 1

    def start(self):
        """Parameters to train, the same each time."""
        return [parameter.copy() for parameter in self.params]


def drawn(draw, rows, columns):
    """Random numbers at a multiple of 64 bytes, which suits vectors and spares JAX a copy; drawn without a copy, too."""
    space = np.empty(rows * columns + 8)
    start = -space.ctypes.data // 8 % 8
    place = space[start : start + rows * columns].reshape(rows, columns)
    for first in range(0, rows, 1000):
        part = place[first : first + 1000]
        part[:] = draw(part.shape)
    return place


def network(rows, features, hidden, classes, spread, **settings):
    random = np.random.RandomState(1)
    X = drawn(random.random_sample, rows, features)
    T = np.arange(1, rows + 1) % classes
    W1 = spread * random.standard_normal((features, hidden))
    W2 = spread * random.standard_normal((hidden, classes))
    params = [W1, np.zeros(hidden), W2, np.zeros(classes)]
    return Workload("mlp", X=X, T=T, params=params, **{"batch": rows, "rate": 0.1, **settings})


def seed():
    W = np.array([[0.1, 0.2], [0.3, -0.4], [0.5, 0.6]])
    return Workload("seed", 3_000_000, 1000, X=np.array([[2.0, 4, -2]]), params=[W], rate=0.01)


def xor():
    random = np.random.RandomState(1)
    X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    T = np.array([[0.0], [1], [1], [0]])
    params = [random.standard_normal((2, 8)), np.zeros(8), random.standard_normal((8, 1)), np.zeros(1)]
    return Workload("xor", 1_000_000, 1000, X=X, T=T, params=params, rate=0.5)


def iris():
    return network(150, 4, 16, 3, 0.5, steps=50_000, checked=1000, tanh=True)


def digits():
    return network(1797, 64, 128, 10, 0.1, steps=500, checked=200)


def digits_batches():
    return network(1797, 64, 128, 10, 0.1, steps=8700, checked=290, batch=64, adam=True, rate=0.001)


def mnist():
    return network(60_000, 784, 512, 10, 0.05, steps=235, checked=20, batch=256)


def entries(kind):
    random = np.random.RandomState(1)
    y = drawn(random.standard_normal, 10_000, 1000)
    p = drawn(random.random_sample, 10_000, 1000)
    return Workload(kind, 1, 1, X=y.reshape(-1), T=p.reshape(-1))


def sum_of_sigmoid():
    return entries("sum_of_sigmoid")


def cross_entropy():
    return entries("cross_entropy")


def product(rows, inner, columns):
    random = np.random.RandomState(1)
    X, T = drawn(random.random_sample, rows, inner), drawn(random.random_sample, inner, columns)
    return Workload("product", 2_000_000_000 // (rows * inner * columns), 1, X=X, T=T)


def product_of_mnist():
    return product(256, 784, 512)


def product_of_1024():
    return product(1024, 1024, 1024)
