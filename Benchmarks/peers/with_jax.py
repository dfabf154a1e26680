"""The workloads in JAX: the whole run is one compiled scan, in doubles."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

VERSIONS = {"JAX": jax.__version__}

# A scan is compiled for its number of steps: no shorter run is tried before.
COMPILED_FOR_STEPS = True

jax.config.update("jax_enable_x64", True)


def descend(params, gradients, rate):
    return [parameter - rate * gradient for parameter, gradient in zip(params, gradients)]


def scanned(work, loss):
    """A run on all rows in each step."""

    @partial(jax.jit, static_argnums=1)
    def train(params, steps):
        def step(params, _):
            value, gradients = jax.value_and_grad(loss)(params)
            return descend(params, gradients, work.rate), value

        return jax.lax.scan(step, params, length=steps)[1]

    return lambda steps: np.asarray(train([jnp.asarray(parameter) for parameter in work.params], steps))


def seed(work):
    X = jnp.asarray(work.X)
    return scanned(work, lambda params: -jnp.log(jax.nn.sigmoid(X @ params[0])[0, 0]))


def xor(work):
    X, T = jnp.asarray(work.X), jnp.asarray(work.T)

    def loss(params):
        W1, b1, W2, b2 = params
        return jnp.mean((jax.nn.sigmoid(jnp.tanh(X @ W1 + b1) @ W2 + b2) - T) ** 2)

    return scanned(work, loss)


def mlp(work):
    X, T, batch, rate = jnp.asarray(work.X), jnp.asarray(work.T), work.batch, work.rate
    full, rest = divmod(len(X), batch)

    def loss(params, x, t):
        W1, b1, W2, b2 = params
        h = x @ W1 + b1
        h = jnp.tanh(h) if work.tanh else jax.nn.relu(h)
        scores = jax.nn.log_softmax(h @ W2 + b2)
        return -jnp.mean(jnp.take_along_axis(scores, t[:, None], 1))

    def step(state, x, t):
        params, m, v, count = state
        value, gradients = jax.value_and_grad(loss)(params, x, t)
        count += 1
        if work.adam:
            m = [0.9 * m + (1 - 0.9) * g for m, g in zip(m, gradients)]
            v = [0.999 * v + (1 - 0.999) * g * g for v, g in zip(v, gradients)]
            a, c = rate / (1 - 0.9**count), 1 / jnp.sqrt(1 - 0.999**count)
            params = [p - a * m / (jnp.sqrt(v) * c + 1e-8) for p, m, v in zip(params, m, v)]
        else:
            params = descend(params, gradients, rate)
        return (params, m, v, count), value

    @partial(jax.jit, static_argnums=3)
    def train(state, X, T, epochs):
        def batch_step(state, number):
            rows = jax.lax.dynamic_slice_in_dim
            return step(state, rows(X, number * batch, batch), rows(T, number * batch, batch))

        def epoch(state, _):
            if batch == len(X):
                return step(state, X, T)
            state, losses = jax.lax.scan(batch_step, state, jnp.arange(full))
            if rest:
                state, last = step(state, X[full * batch :], T[full * batch :])
                losses = jnp.append(losses, last)
            return state, losses

        return jax.lax.scan(epoch, state, length=epochs)[1]

    def run(steps):
        params = [jnp.asarray(parameter) for parameter in work.params]
        moments = [[jnp.zeros_like(parameter) for parameter in params] if work.adam else [] for _ in range(2)]
        return np.asarray(train((params, *moments, jnp.zeros(())), X, T, steps // work.epoch)).reshape(-1)

    return run


def sum_of_sigmoid(work):
    y = jnp.asarray(work.X)
    total = jax.jit(lambda y: jnp.sum(jax.nn.sigmoid(y)))
    return lambda steps: [float(total(y))]


def cross_entropy(work):
    y, p = jnp.asarray(work.X), jnp.asarray(work.T)
    total = jax.jit(lambda y, p: jnp.sum(p * jnp.log(1 + jnp.exp(-y))))
    return lambda steps: [float(total(y, p))]
