#!/usr/bin/env python3
"""Writes operation_values.txt: operands and results of every operation, computed by NumPy.

    python3 operation_values.py > operation_values.txt

The operands lie away from kinks and poles, so that the same cases serve to check derivatives by
differences. Made with Python 3.11 and NumPy 2.4.
"""

import math
import sys

import numpy as np

random = np.random.RandomState(20)
erf = np.vectorize(math.erf, otypes=[float])


def matrix(text, value):
    value = np.atleast_2d(np.asarray(value, dtype=float))
    numbers = " ".join(repr(float(x)) for x in value.ravel())
    print(f"{text} {value.shape[0]} {value.shape[1]} {numbers}".rstrip())


def case(name, operands, result, attribute="none"):
    print(f"case {name} {attribute}")
    for operand in operands:
        matrix("operand", operand)
    matrix("result", result)


def draw(rows, columns, low=-2.0, high=2.0):
    """Uniform numbers, none closer than 0.05 to a whole or a half one and none twice."""
    while True:
        value = random.uniform(low, high, (rows, columns))
        near = np.abs(2 * value - np.round(2 * value)) < 0.1
        if near.any() or len(np.unique(value)) < value.size:
            continue
        return value


SHAPES = [(1, 1), (1, 4), (3, 1), (3, 4)]


def elementwise(name, function, low=-2.0, high=2.0):
    for shape in SHAPES:
        a = draw(*shape, low, high)
        case(name, [a], function(a))


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


elementwise("negate", lambda a: -a)
elementwise("exp", np.exp)
elementwise("log", np.log, 0.2, 3)
elementwise("log2", np.log2, 0.2, 3)
elementwise("log10", np.log10, 0.2, 3)
elementwise("log1p", np.log1p, -0.7, 3)
elementwise("expm1", np.expm1)
elementwise("sqrt", np.sqrt, 0.2, 3)
elementwise("abs", np.abs)
elementwise("sin", np.sin)
elementwise("cos", np.cos)
elementwise("tan", np.tan, -1.2, 1.2)
elementwise("asin", np.arcsin, -0.8, 0.8)
elementwise("acos", np.arccos, -0.8, 0.8)
elementwise("atan", np.arctan)
elementwise("sinh", np.sinh)
elementwise("cosh", np.cosh)
elementwise("tanh", np.tanh)
elementwise("erf", erf)
elementwise("sign", np.sign)
elementwise("round", lambda a: np.sign(a) * np.floor(np.abs(a) + 0.5))
elementwise("floor", np.floor)
elementwise("ceil", np.ceil)
elementwise("not", lambda a: (a == 0).astype(float))
elementwise("sigmoid", sigmoid)
elementwise("log_sigmoid", lambda a: -np.logaddexp(0, -a))
elementwise("relu", lambda a: np.maximum(a, 0))
elementwise("softplus", lambda a: np.logaddexp(0, a))
elementwise("softsign", lambda a: a / (1 + np.abs(a)))
elementwise("silu", lambda a: a * sigmoid(a))
elementwise("gelu", lambda a: a * (1 + erf(a / math.sqrt(2))) / 2)
elementwise("detach", lambda a: a)
elementwise("transpose", np.transpose)

PAIRS = [
    ((1, 1), (1, 1)), ((1, 4), (1, 4)), ((3, 1), (3, 1)), ((3, 4), (3, 4)),
    ((3, 4), (1, 4)), ((3, 4), (3, 1)), ((3, 4), (1, 1)),
    ((1, 4), (3, 4)), ((3, 1), (3, 4)), ((1, 1), (3, 1)),
]


def pair(name, function, low=-2.0, high=2.0, second=None):
    for left, right in PAIRS:
        a = draw(*left, low, high)
        b = draw(*right, *(second or (low, high)))
        case(name, [a, b], function(a, b))


pair("add", np.add)
pair("subtract", np.subtract)
pair("multiply", np.multiply)
pair("divide", np.divide, second=(0.6, 3))
pair("raise", np.power, 0.3, 3, second=(-2, 2))
pair("mod", np.mod, second=(0.6, 3))
pair("maximum", np.maximum)
pair("minimum", np.minimum)
pair("less", np.less)
pair("lessOrEqual", np.less_equal)
pair("equal", np.equal)
pair("notEqual", np.not_equal)
pair("greaterOrEqual", np.greater_equal)
pair("greater", np.greater)
pair("and", np.logical_and)
pair("or", np.logical_or)
pair("leaky_relu", lambda x, a: np.where(x > 0, x, a * x), second=(0.1, 0.4))
pair("elu", lambda x, a: np.where(x > 0, x, a * np.expm1(x)), second=(0.6, 1.9))

for m, k, n in [(1, 1, 1), (1, 3, 2), (3, 1, 4), (2, 3, 1), (4, 3, 2)]:
    a, b = draw(m, k), draw(k, n)
    case("matmul", [a, b], a @ b)

for n in [1, 2, 3]:
    for k in [0, 1, 2, 3, 6, 11]:
        a = draw(n, n, -0.9, 0.9)
        case("matrixPower", [a, [[k]]], np.linalg.matrix_power(a, k), f"whole {k}")

for n in [1, 2, 3, 4]:
    a = draw(n, n) + 2 * np.eye(n)
    case("det", [a], np.linalg.det(a))
    case("inv", [a], np.linalg.inv(a))
    case("trace", [a], np.trace(a))


def along(name, function, low=-2.0, high=2.0, tables=SHAPES):
    """function(a, axis) keeps the reduced dimension; axis 0 is the language's 1."""
    for shape in tables:
        for axis in [0, 1]:
            a = draw(*shape, low, high)
            case(name, [a], function(a, axis), f"axis {axis + 1}")


def softmax(a, axis):
    e = np.exp(a - a.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def variance(a, axis):
    n = a.shape[axis]
    return ((a - a.mean(axis, keepdims=True)) ** 2).sum(axis, keepdims=True) / max(n - 1, 1)


def others(a, axis):
    return np.prod(a, axis, keepdims=True) / a


along("sum", lambda a, d: a.sum(d, keepdims=True))
along("mean", lambda a, d: a.mean(d, keepdims=True))
along("prod", lambda a, d: a.prod(d, keepdims=True), tables=SHAPES + [(7, 2), (2, 5)])
along("prod_others", others, tables=SHAPES + [(7, 2), (2, 5)])
along("reduceMax", lambda a, d: a.max(d, keepdims=True))
along("reduceMin", lambda a, d: a.min(d, keepdims=True))
along("argmax", lambda a, d: np.argmax(a, d, keepdims=True) + 1)
along("argmin", lambda a, d: np.argmin(a, d, keepdims=True) + 1)
along("logsumexp", lambda a, d: np.log(np.exp(a).sum(d, keepdims=True)))
along("var", variance)
along("std", lambda a, d: np.sqrt(variance(a, d)), tables=[(3, 4), (5, 2)])
along("softmax", softmax)
along("log_softmax", lambda a, d: np.log(softmax(a, d)))

for shape in SHAPES:
    a = draw(*shape)
    case("norm", [a], np.linalg.norm(a))
    case("rows", [a], shape[0])
    case("columns", [a], shape[1])
    case("numel", [a], a.size)
    case("size", [a], shape)

# Structure. Octave counts entries down the columns.
a = draw(3, 4)
case("selection", [a, [[2]], [[3]]], a[1, 2], "selection ii")
case("selection", [a, [[3, 1, 3]]], a[[2, 0, 2], :], "selection i:")
case("selection", [a, [[4], [1]]], a[:, [3, 0]], "selection :i")
case("selection", [a, [[2, 5, 2]]], a.T.ravel()[[1, 4, 1]], "selection i")
case("selection", [a, [[2, 5], [12, 1]]], a.T.ravel()[[[1, 4], [11, 0]]], "selection i")
case("selection", [a], a.T.reshape(12, 1), "selection :")
row = draw(1, 4)
case("selection", [row, [[3], [1]]], row[:, [2, 0]], "selection i")
column = draw(3, 1)
case("selection", [column, [[3, 1]]], column[[2, 0]], "selection i")
case("selection", [draw(1, 1) * 0 + 7.25, [[1, 1]]], [[7.25, 7.25]], "selection i")

g = draw(3, 4)
scattered = np.zeros((3, 4))
np.add.at(scattered, [2, 0, 2], g)
case("scatter", [g, a, [[3, 1, 3]]], scattered, "selection i:")
g = draw(1, 3)
scattered = np.zeros(12)
np.add.at(scattered, [1, 4, 1], g.ravel())
case("scatter", [g, a, [[2, 5, 2]]], scattered.reshape(4, 3).T, "selection i")

for parts in [[(2, 3)], [(2, 3), (2, 1)], [(1, 1), (1, 4), (1, 2)]]:
    operands = [draw(*p) for p in parts]
    case("horzcat", operands, np.hstack(operands))
    operands = [draw(*p[::-1]) for p in parts]
    case("vertcat", operands, np.vstack(operands))

for shape, target in [((3, 4), (2, 6)), ((1, 4), (4, 1)), ((1, 1), (1, 1)), ((6, 1), (2, 3))]:
    a = draw(*shape)
    reshaped = a.reshape(target, order="F")
    case("reshape", [a, [[target[0]]], [[target[1]]]], reshaped, "shape")
for shape, tiles in [((2, 3), (2, 2)), ((1, 3), (4, 1)), ((3, 1), (1, 2)), ((1, 1), (2, 3))]:
    a = draw(*shape)
    case("repmat", [a, [[tiles[0]]], [[tiles[1]]]], np.tile(a, tiles), "shape")
for shape, target in [((1, 1), (2, 3)), ((1, 3), (2, 3)), ((2, 1), (2, 3))]:
    a = draw(*shape)
    case("stretch", [a], np.broadcast_to(a, target), f"shape {target[0]} {target[1]}")
for shape in [(1, 1), (1, 3), (3, 1), (3, 3), (2, 4), (4, 2)]:
    a = draw(*shape)
    vector = 1 in shape
    case("diag", [a], np.diag(a.ravel()) if vector else np.diag(a).reshape(-1, 1))

case("zeros", [[[2]], [[3]]], np.zeros((2, 3)), "shape")
case("ones", [[[3, 1]]], np.ones((3, 1)), "shape")
case("ones", [], np.ones((1, 1)), "shape")
case("eye", [[[3]]], np.eye(3), "shape")
case("eye", [[[2]], [[3]]], np.eye(2, 3), "shape")
case("range", [[[1]], [[1]], [[4]]], [[1, 2, 3, 4]], "shape")
case("range", [[[0]], [[0.1]], [[0.3]]], [[0, 0.1, 0.2, 0.3]], "shape")
case("range", [[[3]], [[-2]], [[-2]]], [[3, 1, -1]], "shape")
case("range", [[[3]], [[1]], [[2]]], np.zeros((1, 0)), "shape")
case("linspace", [[[0]], [[1]], [[5]]], [np.linspace(0, 1, 5)], "shape")
case("linspace", [[[2]], [[7]], [[1]]], [[7]], "shape")
case("onehot", [[[2], [1], [3]], [[3]]], np.eye(3)[[1, 0, 2]], "whole")
case("onehot", [[[2, 2]], [[4]]], np.eye(4)[[1, 1]], "whole")

# Losses and metrics.
for shape in SHAPES:
    y, t = draw(*shape), draw(*shape)
    case("mse", [y, t], np.mean((y - t) ** 2))
    case("mae", [y, t], np.mean(np.abs(y - t)))
    r = np.abs(y - t)
    d = 0.7
    case("huber", [y, t, [[d]]], np.mean(np.where(r <= d, r ** 2 / 2, d * (r - d / 2))))
    case("hinge", [y, np.sign(t)], np.mean(np.maximum(0, 1 - np.sign(t) * y)))
    q, p = draw(*shape, 0.15, 0.85), draw(*shape, 0.15, 0.85)
    case("crossentropy", [q, p], -np.sum(p * np.log(q)) / shape[0])
    case("bce", [q, p], -np.mean(p * np.log(q) + (1 - p) * np.log(1 - q)))
    case("softmax_crossentropy", [y, p], -np.sum(p * np.log(softmax(y, 1))) / shape[0])
    s = sigmoid(y)
    case("sigmoid_crossentropy", [y, p], -np.mean(p * np.log(s) + (1 - p) * np.log(1 - s)))
    case("l1", [y], np.abs(y).sum())
    case("l2", [y], (y ** 2).sum())

q = np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.4, 0.5, 0.1], [0.3, 0.3, 0.4]])
p = np.eye(3)[[0, 2, 0, 1]]
case("accuracy", [q, p], 0.5)
case("accuracy", [[[0.2], [0.7], [0.9]], [[0], [1], [0]]], 2 / 3)
case("confusion", [q, p], [[1, 1, 0], [0, 0, 1], [0, 0, 1]])
case("confusion", [[[0.2], [0.7], [0.9]], [[0], [1], [0]]], [[1, 1], [0, 1]])
y, t = draw(5, 1), draw(5, 1)
case("r2", [y, t], 1 - ((t - y) ** 2).sum() / ((t - t.mean()) ** 2).sum())
y, t = draw(5, 2), draw(5, 2)
per_column = 1 - ((t - y) ** 2).sum(0) / ((t - t.mean(0)) ** 2).sum(0)
case("r2", [y, t], per_column.mean())

sys.stdout.flush()
