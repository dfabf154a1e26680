"""Writes sums.txt: what NumPy's sum gives for rows of many lengths, to be met bit for bit.

Each line is a length n and the bits of the sum of the n numbers that RandomState(n) draws.
"""

import numpy as np

LENGTHS = [0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 127, 128, 129, 136, 255, 256, 257, 1000, 1003, 5000]

with open("sums.txt", "w") as out:
    for n in LENGTHS:
        total = np.sum(np.random.RandomState(n).normal(size=n))
        print(n, format(np.float64(total).view(np.uint64), "016x"), file=out)
