#!/usr/bin/env python3
"""Trains the iris example in NumPy and prints the numbers that `GoldenNumberTests.swift` expects.

`iris.csv`: 150 rows of four lengths in cm and a class from 0 to 2, in the order of scikit-learn's file
(R. A. Fisher 1936; UCI Machine Learning Repository).
"""

import numpy as np

table = np.loadtxt("iris.csv", delimiter=",")
lengths, classes = table[:, :4], np.eye(3)[table[:, 4].astype(int)]

np.random.seed(7)
order = np.random.permutation(150)
train, test = order[:120], order[120:]
mean, deviation = lengths[train].mean(0), lengths[train].std(0)
X, X_test = (lengths[train] - mean) / deviation, (lengths[test] - mean) / deviation
P, P_test = classes[train], classes[test]
W1 = 0.5 * np.random.normal(size=(4, 8))
b1 = np.zeros((1, 8))
W2 = 0.5 * np.random.normal(size=(8, 3))
b2 = np.zeros((1, 3))


def forward(x):
    h = np.tanh(x @ W1 + b1)
    e = np.exp(h @ W2 + b2)
    return h, e / e.sum(1, keepdims=True)


def loss(q, p):
    return -(p * np.log(q)).sum() / len(q)


print("before", repr(loss(forward(X)[1], P)))
trace = []
for epoch in range(60):
    rows = np.random.permutation(120)
    for start in range(0, 120, 16):
        x, p = X[rows[start : start + 16]], P[rows[start : start + 16]]
        h, q = forward(x)
        trace.append(loss(q, p))
        G_Z = (q - p) / len(x)
        G_H = G_Z @ W2.T * (1 - h**2)
        gradients = [x.T @ G_H, G_H.sum(0, keepdims=True), h.T @ G_Z, G_Z.sum(0, keepdims=True)]
        for parameter, gradient in zip([W1, b1, W2, b2], gradients):
            parameter -= 0.1 * gradient

print("trace", {k: repr(trace[k]) for k in [0, 1, 7, 8, 100, 479]})
print("after", repr(loss(forward(X)[1], P)))
q = forward(X_test)[1]
print("test loss", repr(loss(q, P_test)))
confusion = np.zeros((3, 3), int)
np.add.at(confusion, (P_test.argmax(1), q.argmax(1)), 1)
print("confusion", confusion.tolist())
print("next of the stream", repr(np.random.random_sample()))
