"""The workloads in NumPy: arrays are there before the first step, and results are written into them."""

import numpy as np

VERSIONS = {"NumPy": np.__version__}


def seed(work):
    X, rate = work.X, work.rate
    y, d, dW = np.empty((1, 2)), np.zeros((1, 2)), np.empty((3, 2))

    def run(steps):
        (W,) = work.start()
        losses = np.empty(steps)
        for step in range(steps):
            np.matmul(X, W, out=y)
            np.negative(y, out=y)
            np.exp(y, out=y)
            np.add(y, 1, out=y)
            np.reciprocal(y, out=y)
            q = y[0, 0]
            losses[step] = -np.log(q)
            d[0, 0] = rate * (q - 1)
            np.multiply(X.T, d, out=dW)
            np.subtract(W, dW, out=W)
        return losses

    return run


def xor(work):
    X, T, rate = work.X, work.T, work.rate
    h, e, q, d = np.empty((4, 8)), np.empty((4, 8)), np.empty((4, 1)), np.empty((4, 1))
    XT, hT, ones = X.T, h.T, np.ones((1, 4))

    def run(steps):
        W1, b1, W2, b2 = params = work.start()
        gradients = dW1, db1, dW2, db2 = [np.empty_like(parameter) for parameter in params]
        W2T, db1_row, db2_row = W2.T, db1.reshape(1, 8), db2.reshape(1, 1)
        losses = np.empty(steps)
        for step in range(steps):
            np.matmul(X, W1, out=h)
            np.add(h, b1, out=h)
            np.tanh(h, out=h)
            np.matmul(h, W2, out=q)
            np.add(q, b2, out=q)
            np.negative(q, out=q)
            np.exp(q, out=q)
            np.add(q, 1, out=q)
            np.reciprocal(q, out=q)
            np.subtract(q, T, out=d)
            losses[step] = np.vdot(d, d) / 4
            np.multiply(d, q, out=d)
            np.subtract(1, q, out=q)
            np.multiply(d, q, out=d)
            np.multiply(d, rate / 2, out=d)
            np.matmul(hT, d, out=dW2)
            np.matmul(ones, d, out=db2_row)
            np.matmul(d, W2T, out=e)
            np.multiply(h, h, out=h)
            np.subtract(1, h, out=h)
            np.multiply(e, h, out=e)
            np.matmul(XT, e, out=dW1)
            np.matmul(ones, e, out=db1_row)
            for parameter, gradient in zip(params, gradients):
                np.subtract(parameter, gradient, out=parameter)
        return losses

    return run


def mlp(work):
    X, T, rate, batch = work.X, work.T, work.rate, work.batch
    hidden, classes = work.params[2].shape
    h_all, d_all = np.empty((batch, hidden)), np.empty((batch, hidden))
    z_all, positive_all = np.empty((batch, classes)), np.empty((batch, hidden), bool)
    numbers = np.arange(batch)

    def run(steps):
        W1, b1, W2, b2 = params = work.start()
        gradients = dW1, db1, dW2, db2 = [np.empty_like(parameter) for parameter in params]
        update = adam(params, gradients, rate) if work.adam else descent(params, gradients, rate)
        losses = np.empty(steps)
        start = 0
        for step in range(steps):
            x, t = X[start : start + batch], T[start : start + batch]
            rows = len(x)
            h, d, z, positive = h_all[:rows], d_all[:rows], z_all[:rows], positive_all[:rows]
            np.matmul(x, W1, out=h)
            h += b1
            if work.tanh:
                np.tanh(h, out=h)
            else:
                np.maximum(h, 0, out=h)
            np.matmul(h, W2, out=z)
            z += b2
            z -= z.max(1, keepdims=True)
            loss = -z[numbers[:rows], t].sum()
            np.exp(z, out=z)
            sums = z.sum(1, keepdims=True)
            losses[step] = (loss + np.log(sums).sum()) / rows
            z /= sums
            z[numbers[:rows], t] -= 1
            z *= 1 / rows
            np.matmul(h.T, z, out=dW2)
            z.sum(0, out=db2)
            np.matmul(z, W2.T, out=d)
            if work.tanh:
                np.multiply(h, h, out=h)
                np.subtract(1, h, out=h)
                d *= h
            else:
                np.greater(h, 0, out=positive)
                d *= positive
            np.matmul(x.T, d, out=dW1)
            d.sum(0, out=db1)
            update(step + 1)
            start = start + batch if start + batch < len(X) else 0
        return losses

    return run


def descent(params, gradients, rate):
    def update(step):
        for parameter, gradient in zip(params, gradients):
            gradient *= rate
            parameter -= gradient

    return update


def adam(params, gradients, rate):
    moments = [[np.zeros_like(parameter) for _ in range(3)] for parameter in params]

    def update(step):
        a, c = rate / (1 - 0.9**step), 1 / np.sqrt(1 - 0.999**step)
        for parameter, gradient, (m, v, u) in zip(params, gradients, moments):
            m *= 0.9
            np.multiply(gradient, 1 - 0.9, out=u)
            m += u
            v *= 0.999
            gradient *= gradient
            gradient *= 1 - 0.999
            v += gradient
            np.sqrt(v, out=u)
            u *= c
            u += 1e-8
            np.divide(m, u, out=u)
            u *= a
            parameter -= u

    return update


def blocks(work):
    """Sigmoids of parts that stay in the cache, each with its weights."""
    space = np.empty(16384)
    for start in range(0, work.X.size, space.size):
        y = work.X[start : start + space.size]
        s = space[: len(y)]
        np.negative(y, out=s)
        np.exp(s, out=s)
        np.add(s, 1, out=s)
        yield s, work.T[start : start + space.size]


def sum_of_sigmoid(work):
    return lambda steps: [sum(np.reciprocal(s, out=s).sum() for s, _ in blocks(work))]


def cross_entropy(work):
    return lambda steps: [sum(np.dot(p, np.log(s, out=s)) for s, p in blocks(work))]


def product(work):
    result = np.empty((len(work.X), work.T.shape[1]))

    def run(steps):
        for _ in range(steps):
            np.matmul(work.X, work.T, out=result)
        return [result[0, 0]]

    return run
