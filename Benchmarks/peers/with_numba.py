"""The workloads in Numba: the whole run is one compiled loop."""

import numba
import numpy as np

VERSIONS = {"Numba": numba.__version__}

compiled = numba.njit(fastmath=True)


def seed(work):
    @compiled
    def train(X, W, rate, steps):
        losses = np.empty(steps)
        for step in range(steps):
            z = 0.0
            for i in range(3):
                z += X[0, i] * W[i, 0]
            q = 1 / (1 + np.exp(-z))
            losses[step] = -np.log(q)
            d = rate * (q - 1)
            for i in range(3):
                W[i, 0] -= d * X[0, i]
        return losses

    return lambda steps: train(work.X, *work.start(), work.rate, steps)


def xor(work):
    @compiled
    def train(X, T, W1, b1, W2, b2, rate, steps):
        losses = np.empty(steps)
        h, dW1, db1, dW2 = np.empty((4, 8)), np.empty((2, 8)), np.empty(8), np.empty(8)
        for step in range(steps):
            dW1[:] = 0
            db1[:] = 0
            dW2[:] = 0
            db2 = 0.0
            loss = 0.0
            for r in range(4):
                z = b2[0]
                for j in range(8):
                    h[r, j] = np.tanh(X[r, 0] * W1[0, j] + X[r, 1] * W1[1, j] + b1[j])
                    z += h[r, j] * W2[j, 0]
                q = 1 / (1 + np.exp(-z))
                off = q - T[r, 0]
                loss += off * off
                d = off * q * (1 - q) / 2
                db2 += d
                for j in range(8):
                    e = d * W2[j, 0] * (1 - h[r, j] * h[r, j])
                    dW2[j] += d * h[r, j]
                    db1[j] += e
                    dW1[0, j] += e * X[r, 0]
                    dW1[1, j] += e * X[r, 1]
            losses[step] = loss / 4
            for j in range(8):
                W1[0, j] -= rate * dW1[0, j]
                W1[1, j] -= rate * dW1[1, j]
                b1[j] -= rate * db1[j]
                W2[j, 0] -= rate * dW2[j]
            b2[0] -= rate * db2
        return losses

    return lambda steps: train(work.X, work.T, *work.start(), work.rate, steps)


def mlp(work):
    # What a closure captures is constant in the compiled code.
    batch, use_tanh, use_adam = work.batch, work.tanh, work.adam
    hidden, classes = work.params[2].shape

    @compiled
    def descend(w, g, rate):
        for i in range(w.size):
            w[i] -= rate * g[i]

    @compiled
    def adam(w, g, m, v, a, c):
        for i in range(w.size):
            m[i] = 0.9 * m[i] + (1 - 0.9) * g[i]
            v[i] = 0.999 * v[i] + (1 - 0.999) * g[i] * g[i]
            w[i] -= a * m[i] / (np.sqrt(v[i]) * c + 1e-8)

    @compiled
    def train(X, T, W1, b1, W2, b2, m1, n1, m2, n2, v1, u1, v2, u2, rate, steps):
        losses = np.empty(steps)
        start = 0
        for step in range(steps):
            x = X[start : start + batch]
            t = T[start : start + batch]
            rows = len(x)
            h = np.dot(x, W1)
            for r in range(rows):
                for j in range(hidden):
                    h[r, j] = np.tanh(h[r, j] + b1[j]) if use_tanh else max(h[r, j] + b1[j], 0.0)
            z = np.dot(h, W2)
            db1, db2 = np.zeros(hidden), np.zeros(classes)
            loss = 0.0
            for r in range(rows):
                top = z[r, 0] + b2[0]
                for k in range(classes):
                    z[r, k] += b2[k]
                    top = max(top, z[r, k])
                loss += top - z[r, t[r]]
                s = 0.0
                for k in range(classes):
                    z[r, k] = np.exp(z[r, k] - top)
                    s += z[r, k]
                loss += np.log(s)
                f = 1 / (s * rows)
                for k in range(classes):
                    z[r, k] *= f
                z[r, t[r]] -= 1 / rows
                for k in range(classes):
                    db2[k] += z[r, k]
            losses[step] = loss / rows
            dW2 = np.dot(h.T, z)
            d = np.dot(z, W2.T)
            for r in range(rows):
                for j in range(hidden):
                    if use_tanh:
                        d[r, j] *= 1 - h[r, j] * h[r, j]
                    else:
                        d[r, j] = d[r, j] if h[r, j] > 0 else 0.0
                    db1[j] += d[r, j]
            dW1 = np.dot(x.T, d)
            if use_adam:
                a = rate / (1 - 0.9 ** (step + 1))
                c = 1 / np.sqrt(1 - 0.999 ** (step + 1))
                adam(W1.ravel(), dW1.ravel(), m1.ravel(), v1.ravel(), a, c)
                adam(b1, db1, n1, u1, a, c)
                adam(W2.ravel(), dW2.ravel(), m2.ravel(), v2.ravel(), a, c)
                adam(b2, db2, n2, u2, a, c)
            else:
                descend(W1.ravel(), dW1.ravel(), rate)
                descend(b1, db1, rate)
                descend(W2.ravel(), dW2.ravel(), rate)
                descend(b2, db2, rate)
            start = start + batch if start + batch < len(X) else 0
        return losses

    def run(steps):
        moments = [np.zeros_like(parameter) for _ in range(2) for parameter in work.params]
        return train(work.X, work.T, *work.start(), *moments, work.rate, steps)

    return run


shared = numba.njit(fastmath=True, parallel=True)


def sum_of_sigmoid(work):
    @shared
    def total(y):
        s = 0.0
        for i in numba.prange(y.size):
            s += 1 / (1 + np.exp(-y[i]))
        return s

    return lambda steps: [total(work.X)]


def cross_entropy(work):
    @shared
    def total(y, p):
        s = 0.0
        for i in numba.prange(y.size):
            s += p[i] * np.log(1 + np.exp(-y[i]))
        return s

    return lambda steps: [total(work.X, work.T)]
