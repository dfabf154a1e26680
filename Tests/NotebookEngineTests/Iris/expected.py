"""Writes expected.txt: what a data block must make of iris.csv, computed with NumPy 2.4.6.

The block is

    file: iris.csv
    X: columns 1..4
    P: one-hot column 5
    split: 120 train, 30 test, shuffled
    standardize: X

after `rng(7)`. Doubles stand as the 16 hexadecimal digits of their bits.
"""

import struct

import numpy as np

with open("iris.csv", encoding="utf-8") as file:
    rows = [line.strip().split(",") for line in file][1:]

X = np.array([[float(cell) for cell in row[:4]] for row in rows])
classes = list(dict.fromkeys(row[4] for row in rows))
P = np.array([[float(row[4] == name) for name in classes] for row in rows])

np.random.seed(7)
order = np.random.permutation(len(rows))
train, test = order[:120], order[120:]
mean, deviation = X[train].mean(axis=0), X[train].std(axis=0)

values = {
    "mean": mean[None, :],
    "deviation": deviation[None, :],
    "X": (X[train] - mean) / deviation,
    "X_test": (X[test] - mean) / deviation,
    "P": P[train],
    "P_test": P[test],
    # What the stream gives next shows that the split drew from it once.
    "next": np.random.normal(size=(1, 3)),
}
with open("expected.txt", "w", encoding="ascii") as file:
    for name, matrix in values.items():
        file.write(f"# {name}\n")
        for row in matrix:
            words = [struct.pack(">d", number).hex() for number in row.tolist()]
            file.write(" ".join(words) + "\n")
