"""Writes functions.txt: values of the elementwise functions, computed by mpmath with 60 digits.

Below a line with the function's name stand lines of three: the bits of x, the bits of the double
nearest to f(x), and what the exact value is more than that double, in units of its last place. With
the third, an error can be measured in fractions of a unit.
"""

import struct

import mpmath as mp
import numpy as np

mp.mp.dps = 60
random = np.random.RandomState(2628)


def bits(x):
    return format(struct.unpack("<Q", struct.pack("<d", x))[0], "016x")


def spread(low, high, count=30):
    """Numbers of both signs, evenly spread over the orders of magnitude."""
    sizes = 10 ** random.uniform(np.log10(low), np.log10(high), count)
    return sizes * random.choice([-1.0, 1.0], count)


def even(low, high, count=30):
    return random.uniform(low, high, count)


def normal_cdf(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


FUNCTIONS = {
    "exp": (mp.exp, [spread(1e-20, 700), even(-708, 709)]),
    "log": (mp.log, [abs(spread(1e-320, 1e308)), even(0.5, 2), 1 + spread(1e-15, 0.1)]),
    "log2": (lambda x: mp.log(x, 2), [abs(spread(1e-320, 1e308)), even(0.5, 2)]),
    "log10": (lambda x: mp.log(x, 10), [abs(spread(1e-320, 1e308)), even(0.5, 2)]),
    "log1p": (mp.log1p, [spread(1e-300, 0.99), even(-0.999, 3), even(1, 1e9)]),
    "expm1": (mp.expm1, [spread(1e-300, 700), even(-2, 2)]),
    "sqrt": (mp.sqrt, [abs(spread(1e-320, 1e308))]),
    "sin": (mp.sin, [spread(1e-20, 1e6), even(-4, 4)]),
    "cos": (mp.cos, [spread(1e-20, 1e6), even(-4, 4)]),
    "tan": (mp.tan, [spread(1e-20, 1e6), even(-4, 4)]),
    "asin": (mp.asin, [spread(1e-20, 1), even(-1, 1)]),
    "acos": (mp.acos, [spread(1e-20, 1), even(-1, 1)]),
    "atan": (mp.atan, [spread(1e-20, 1e20), even(-2, 2)]),
    "sinh": (mp.sinh, [spread(1e-20, 700), even(-2, 2)]),
    "cosh": (mp.cosh, [spread(1e-20, 700), even(-2, 2)]),
    "tanh": (mp.tanh, [spread(1e-300, 25), even(-3, 3)]),
    "erf": (mp.erf, [spread(1e-20, 5), even(-3, 3)]),
    "sigmoid": (lambda x: 1 / (1 + mp.exp(-x)), [spread(1e-20, 700), even(-40, 40)]),
    "logSigmoid": (lambda x: -mp.log1p(mp.exp(-x)), [spread(1e-20, 700), even(-40, 40)]),
    "softplus": (lambda x: mp.log1p(mp.exp(x)), [spread(1e-20, 700), even(-40, 40)]),
    "softsign": (lambda x: x / (1 + abs(x)), [spread(1e-20, 1e20), even(-3, 3)]),
    "silu": (lambda x: x / (1 + mp.exp(-x)), [spread(1e-20, 700), even(-40, 40)]),
    "gelu": (lambda x: x * normal_cdf(x), [spread(1e-20, 36), even(-8, 8)]),
}

with open("functions.txt", "w") as out:
    for name, (function, points) in FUNCTIONS.items():
        print(f"# {name}", file=out)
        for x in np.concatenate(points):
            exact = function(mp.mpf(float(x)))
            nearest = float(exact)
            rest = (exact - mp.mpf(nearest)) / mp.mpf(np.spacing(abs(nearest)))
            print(bits(float(x)), bits(nearest), f"{float(rest):.3f}", file=out)
