#!/usr/bin/env python3
"""Writes traces.txt: losses of training runs made by PyTorch, Keras and Optax, in double precision.

    KERAS_BACKEND=jax JAX_ENABLE_X64=1 python3 make_traces.py

A case is a header `# kind number network seed`, the lines of a train block, and a line `trace` with pairs
of step and loss: every fifth step and the last. Data and weights come from NumPy's legacy stream, so that
a notebook draws the same; the settings come from a generator of their own. Nothing of nbrun takes part.

Made with PyTorch 2.13.0, Keras 3.15.1, Optax 0.2.8, JAX 0.10.2 and NumPy 2.4.6.
"""

import math
import random

import jax
import jax.numpy as jnp
import keras
import numpy as np
import optax
import torch

keras.config.set_floatx("float64")
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
assert jnp.zeros(1).dtype == jnp.float64, "set JAX_ENABLE_X64=1"

SPARING = 5


# Networks: how they are drawn, as a notebook draws them, and their loss in either library.


def logistic_data(stream):
    x = stream.normal(size=(12, 3))
    t = (stream.random_sample((12, 1)) < 0.5).astype(float)
    return [x, t], [stream.normal(size=(3, 1)), np.zeros((1, 1))]


def logistic(ops, data, params):
    (x, t), (w, b) = data, params
    z = x @ w + b
    return ops.mean(t * ops.softplus(-z) + (1 - t) * ops.softplus(z))


def tanh_data(stream):
    x = stream.normal(size=(10, 2))
    t = stream.normal(size=(10, 1))
    w1 = stream.normal(size=(2, 4))
    w2 = stream.normal(size=(4, 1))
    return [x, t], [w1, np.zeros((1, 4)), w2, np.zeros((1, 1))]


def tanh(ops, data, params):
    (x, t), (w1, b1, w2, b2) = data, params
    return ops.mean((ops.tanh(x @ w1 + b1) @ w2 + b2 - t) ** 2)


def classes_data(stream):
    x = stream.normal(size=(15, 4))
    p = np.eye(3)[stream.randint(1, 4, (15, 1)).ravel() - 1]
    w1 = 0.5 * stream.normal(size=(4, 5))
    w2 = 0.5 * stream.normal(size=(5, 3))
    return [x, p], [w1, w2]


def classes(ops, data, params):
    (x, p), (w1, w2) = data, params
    return -ops.sum(p * ops.log_softmax(ops.tanh(x @ w1) @ w2)) / x.shape[0]


def smooth_data(stream):
    x = stream.random_sample((9, 2))
    t = stream.normal(size=(9, 2))
    return [x, t], [stream.normal(size=(2, 3)), np.ones((1, 3)), stream.normal(size=(3, 2))]


def smooth(ops, data, params):
    (x, t), (w1, b1, w2) = data, params
    return ops.mean(ops.abs(ops.softplus(x @ w1 + b1) @ w2 - t) ** 3)


NETWORKS = {
    "logistic": (logistic_data, logistic),
    "tanh": (tanh_data, tanh),
    "classes": (classes_data, classes),
    "smooth": (smooth_data, smooth),
}
NAMES = {
    "logistic": ("X, T", "W, b"),
    "tanh": ("X, T", "W1, b1, W2, b2"),
    "classes": ("X, P", "W1, W2"),
    "smooth": ("X, T", "W1, b1, W2"),
}


class TorchOps:
    mean, sum, tanh, abs = torch.mean, torch.sum, torch.tanh, torch.abs
    softplus = staticmethod(lambda z: torch.logaddexp(z, torch.zeros_like(z)))
    log_softmax = staticmethod(lambda z: torch.log_softmax(z, 1))


class JaxOps:
    mean, sum, tanh, abs = jnp.mean, jnp.sum, jnp.tanh, jnp.abs
    softplus = staticmethod(jax.nn.softplus)
    log_softmax = staticmethod(lambda z: jax.nn.log_softmax(z, axis=1))


# Settings


def rounded(x):
    return float(f"{x:.3g}")


def log_uniform(rng, low, high):
    return rounded(math.exp(rng.uniform(math.log(low), math.log(high))))


def draw_settings(rng, kind, index):
    """One run's settings as a dictionary; what is not in it is the library's default."""
    name = ["sgd", "adam", "adamw", "rmsprop", "adagrad"][index % 5]
    args = {}
    rates = {"sgd": (0.005, 0.1), "adagrad": (0.02, 0.3)}.get(name, (0.001, 0.03))
    if kind == "optax" or rng.random() < 0.8:
        args["lr"] = log_uniform(rng, *rates)
    if name == "sgd":
        if rng.random() < 0.75:
            args["momentum"] = rounded(rng.uniform(0.1, 0.95))
            if rng.random() < 0.5:
                args["nesterov"] = True
        if rng.random() < 0.5:
            args["weight_decay"] = log_uniform(rng, 1e-4, 0.1)
    if name in ("adam", "adamw"):
        if rng.random() < 0.5:
            args["beta1"] = rounded(rng.uniform(0.5, 0.95))
        if rng.random() < 0.5:
            args["beta2"] = rounded(rng.uniform(0.9, 0.9995))
        if rng.random() < 0.5:
            args["eps"] = log_uniform(rng, 1e-9, 1e-2)
    if name == "adamw" and rng.random() < 0.6:
        args["weight_decay"] = log_uniform(rng, 1e-4, 0.3)
    if name == "rmsprop":
        if rng.random() < 0.6:
            args["alpha"] = rounded(rng.uniform(0.8, 0.995))
        if rng.random() < 0.6:
            args["eps"] = log_uniform(rng, 1e-9, 1e-2)
    if name == "adagrad" and rng.random() < 0.6:
        args["eps"] = log_uniform(rng, 1e-10, 1e-2)
    steps = rng.randint(100, 200)
    settings = {"optimizer": name, "args": args, "steps": steps}
    shape = rng.choice([None, "step", "exp", "cosine"])
    if shape == "step":
        settings["step"] = (rng.randint(5, 60), rounded(rng.uniform(0.3, 0.95)))
    elif shape == "exp":
        settings["exp"] = rounded(rng.uniform(0.97, 0.999))
    elif shape == "cosine":
        settings["cosine"] = rng.choice([0, log_uniform(rng, 1e-5, 1e-3)])
    if rng.random() < 0.3:
        settings["warmup"] = rng.randint(2, 40)
    if rng.random() < 0.4:
        clip = rng.choice(["norm", "value"])
        settings["clip"] = (clip, log_uniform(rng, 0.02, 2))
    if rng.random() < 0.6:
        settings["batch"] = rng.randint(2, 8)
        settings["shuffle"] = rng.random() < 0.7
    return settings


def lines(settings, network, kind):
    """The settings as a train block says them."""
    data, params = NAMES[network]
    args = dict(settings["args"])
    words = [f"{k}={'yes' if v is True else repr(v)}" for k, v in args.items()]
    text = settings["optimizer"] + (f"({', '.join(words)})" if words else "")
    result = ["loss: L", f"params: {params}", f"optimizer: {text}"]
    if kind != "pytorch":
        result.append(f"convention: {kind}")
    result.append(f"steps: {settings['steps']}")
    parts = []
    if "warmup" in settings:
        parts.append(f"warmup({settings['warmup']})")
    if "step" in settings:
        parts.append("step(%d, %r)" % settings["step"])
    if "exp" in settings:
        parts.append(f"exp({settings['exp']!r})")
    if "cosine" in settings:
        parts.append(f"cosine({settings['cosine']!r})")
    if parts:
        result.append("schedule: " + ", ".join(parts))
    if "clip" in settings:
        result.append("clip: %s %r" % settings["clip"])
    if "batch" in settings:
        result.append(f"batch: {settings['batch']} rows of {data}")
        if not settings["shuffle"]:
            result.append("shuffle: no")
    return result


# Runs


def batches(settings, data, stream):
    """The rows of each step, one permutation of the stream for each epoch."""
    total = data[0].shape[0]
    size = settings.get("batch", total)
    step = 0
    while True:
        shuffled = "batch" in settings and settings["shuffle"]
        order = stream.permutation(total) if shuffled else np.arange(total)
        for start in range(0, total, size):
            if step == settings["steps"]:
                return
            rows = order[start : start + size]
            yield step, [matrix[rows] for matrix in data]
            step += 1


def scheduled_rates(settings, rate):
    """The learning rate of each step, as PyTorch's schedulers give it.

    nbrun's schedules are these in all conventions; those of Keras and Optax count in single precision.
    """
    steps = settings["steps"]

    def sequence(start, make):
        dummy = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=start)
        scheduler = make(dummy)
        rates = []
        for _ in range(steps):
            rates.append(dummy.param_groups[0]["lr"])
            dummy.step()
            scheduler.step()
        return np.array(rates)

    schedulers = torch.optim.lr_scheduler
    rates = np.full(steps, rate)
    if "step" in settings:
        every, factor = settings["step"]
        rates = sequence(rate, lambda o: schedulers.StepLR(o, every, factor))
    if "exp" in settings:
        rates = sequence(rate, lambda o: schedulers.ExponentialLR(o, settings["exp"]))
    if "cosine" in settings:
        rates = sequence(
            rate, lambda o: schedulers.CosineAnnealingLR(o, steps - 1, settings["cosine"])
        )
    if "warmup" in settings:
        n = settings["warmup"]
        rates = rates * sequence(
            1.0, lambda o: schedulers.LinearLR(o, 1 / n, 1.0, total_iters=n - 1)
        )
    return rates


def run_torch(settings, loss_of, data, start, stream):
    params = [torch.tensor(p, requires_grad=True) for p in start]
    args = dict(settings["args"])
    if "beta1" in args or "beta2" in args:
        args["betas"] = (args.pop("beta1", 0.9), args.pop("beta2", 0.999))
    # PyTorch's defaults stand wherever the author says nothing; its SGD has 1e-3 nowadays.
    if settings["optimizer"] == "sgd":
        args.setdefault("lr", 0.01)
    makers = {
        "sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW,
        "rmsprop": torch.optim.RMSprop, "adagrad": torch.optim.Adagrad,
    }
    optimizer = makers[settings["optimizer"]](params, **args)
    rates = scheduled_rates(settings, optimizer.param_groups[0]["lr"])
    trace = []
    for step, rows in batches(settings, data, stream):
        optimizer.param_groups[0]["lr"] = float(rates[step])
        optimizer.zero_grad()
        loss = loss_of(TorchOps, [torch.tensor(m) for m in rows], params)
        loss.backward()
        trace.append(loss.item())
        if "clip" in settings:
            kind, limit = settings["clip"]
            if kind == "norm":
                torch.nn.utils.clip_grad_norm_(params, limit)
            else:
                torch.nn.utils.clip_grad_value_(params, limit)
        optimizer.step()
    trace.append(loss_of(TorchOps, [torch.tensor(m) for m in data], params).item())
    return trace


def run_lbfgs(settings, loss_of, data, start):
    params = [torch.tensor(p, requires_grad=True) for p in start]
    args = {"history_size" if k == "history" else k: v for k, v in settings["args"].items()}
    # One iteration a step. With `max_iter=1` PyTorch would allow the line search no trial at all, so
    # that what it allows by itself, 25, is given.
    optimizer = torch.optim.LBFGS(
        params, line_search_fn="strong_wolfe", max_iter=1, max_eval=26, **args
    )
    data = [torch.tensor(m) for m in data]

    def closure():
        optimizer.zero_grad()
        loss = loss_of(TorchOps, data, params)
        loss.backward()
        return loss

    trace = [optimizer.step(closure).item() for _ in range(settings["steps"])]
    return trace + [loss_of(TorchOps, data, params).item()]


def run_keras(settings, loss_of, data, start, stream):
    args = dict(settings["args"])
    for ours, theirs in [
        ("beta1", "beta_1"), ("beta2", "beta_2"), ("eps", "epsilon"), ("alpha", "rho"),
    ]:
        if ours in args:
            args[theirs] = args.pop(ours)
    makers = {
        "sgd": keras.optimizers.SGD, "adam": keras.optimizers.Adam,
        "adamw": keras.optimizers.AdamW, "rmsprop": keras.optimizers.RMSprop,
        "adagrad": keras.optimizers.Adagrad,
    }
    make = makers[settings["optimizer"]]
    rate = args.pop("lr", make().get_config()["learning_rate"])
    # The configuration is in single precision; the defaults are short decimals.
    rate = rounded(rate)
    rates = scheduled_rates(settings, rate)
    if "clip" in settings:
        kind, limit = settings["clip"]
        args["global_clipnorm" if kind == "norm" else "clipvalue"] = limit
    optimizer = make(learning_rate=rate, **args)
    params = [keras.Variable(p, dtype="float64") for p in start]
    optimizer.build(params)
    gradient = jax.value_and_grad(lambda p, m: loss_of(JaxOps, m, p))
    trace = []
    for step, rows in batches(settings, data, stream):
        loss, grads = gradient([p.value for p in params], rows)
        trace.append(float(loss))
        optimizer.learning_rate = float(rates[step])
        optimizer.apply(grads, params)
    trace.append(float(loss_of(JaxOps, data, [p.value for p in params])))
    return trace


def run_optax(settings, loss_of, data, start, stream):
    args = dict(settings["args"])
    rate = args.pop("lr")
    for ours, theirs in [("beta1", "b1"), ("beta2", "b2"), ("alpha", "decay")]:
        if ours in args:
            args[theirs] = args.pop(ours)
    rates = jnp.asarray(scheduled_rates(settings, rate))
    parts = []
    if "clip" in settings:
        kind, limit = settings["clip"]
        parts.append(
            optax.clip_by_global_norm(limit) if kind == "norm" else optax.clip(limit)
        )
    if settings["optimizer"] == "sgd" and "weight_decay" in args:
        parts.append(optax.add_decayed_weights(args.pop("weight_decay")))
    parts.append(getattr(optax, settings["optimizer"])(lambda count: rates[count], **args))
    optimizer = optax.chain(*parts)
    params = [jnp.array(p) for p in start]
    state = optimizer.init(params)
    gradient = jax.value_and_grad(lambda p, m: loss_of(JaxOps, m, p))
    trace = []
    for _, rows in batches(settings, data, stream):
        loss, grads = gradient(params, rows)
        trace.append(float(loss))
        updates, state = optimizer.update(grads, state, params)
        params = optax.apply_updates(params, updates)
    trace.append(float(loss_of(JaxOps, data, params)))
    return trace


def write(out, kind, number, network, seed, settings, trace):
    assert all(math.isfinite(loss) for loss in trace), (kind, number)
    # A run that does not move, or that jumps about, tests little.
    assert abs(trace[0] - trace[-1]) > 1e-5 * abs(trace[0]), (kind, number, trace[0], trace[-1])
    print(f"# {kind} {number} {network} {seed}", file=out)
    for line in lines(settings, network, "pytorch" if kind == "lbfgs" else kind):
        print(line, file=out)
    kept = sorted(set(range(0, len(trace), SPARING)) | {len(trace) - 1})
    print("trace " + " ".join(f"{k} {trace[k]!r}" for k in kept), file=out)


def main():
    rng = random.Random(2024)
    runs = {"pytorch": run_torch, "keras": run_keras, "optax": run_optax}
    with open("traces.txt", "w") as out:
        for kind, count in [("pytorch", 120), ("keras", 30), ("optax", 30)]:
            for number in range(1, count + 1):
                network = rng.choice(list(NETWORKS))
                seed = rng.randint(0, 10_000)
                settings = draw_settings(rng, kind, number)
                draw, loss_of = NETWORKS[network]
                stream = np.random.RandomState(seed)
                data, start = draw(stream)
                trace = runs[kind](settings, loss_of, data, start, stream)
                write(out, kind, number, network, seed, settings, trace)
        for number in range(1, 17):
            network = rng.choice(list(NETWORKS))
            seed = rng.randint(0, 10_000)
            args = {}
            if number % 2 == 0:
                args["lr"] = rounded(rng.uniform(0.3, 1.2))
            if number % 3 == 0:
                args["history"] = rng.randint(2, 10)
            settings = {"optimizer": "lbfgs", "args": args, "steps": rng.randint(20, 40)}
            draw, loss_of = NETWORKS[network]
            data, start = draw(np.random.RandomState(seed))
            trace = run_lbfgs(settings, loss_of, data, start)
            write(out, "lbfgs", number, network, seed, settings, trace)


main()
