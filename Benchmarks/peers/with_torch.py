"""The workloads in PyTorch as it is mostly used: eager, the gradients by autograd."""

import os

import torch
import torch.nn.functional as F

VERSIONS = {"PyTorch": torch.__version__}

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))


def trained(work, batches, loss):
    """A run of `loss(parameters, *batch)` over the batches in their order."""

    def run(steps):
        params = [torch.tensor(parameter, requires_grad=True) for parameter in work.params]
        optimizer = torch.optim.Adam(params, lr=work.rate, fused=True) if work.adam else None
        losses = []
        for step in range(steps):
            value = loss(params, *batches[step % len(batches)])
            value.backward()
            if optimizer:
                optimizer.step()
                optimizer.zero_grad()
            else:
                with torch.no_grad():
                    for parameter in params:
                        parameter.sub_(parameter.grad, alpha=work.rate)
                        parameter.grad = None
            losses.append(value.detach())
        return torch.stack(losses).numpy()

    return run


def seed(work):
    def loss(params, X):
        return -torch.log(torch.sigmoid(X @ params[0])[0, 0])

    return trained(work, [(torch.tensor(work.X),)], loss)


def xor(work):
    def loss(params, X, T):
        W1, b1, W2, b2 = params
        return F.mse_loss(torch.sigmoid(torch.addmm(b2, torch.tanh(torch.addmm(b1, X, W1)), W2)), T)

    return trained(work, [(torch.tensor(work.X), torch.tensor(work.T))], loss)


def mlp(work):
    X, T = torch.from_numpy(work.X), torch.from_numpy(work.T)

    def loss(params, x, t):
        W1, b1, W2, b2 = params
        h = torch.addmm(b1, x, W1)
        return F.cross_entropy(torch.addmm(b2, torch.tanh(h) if work.tanh else torch.relu(h), W2), t)

    return trained(work, list(zip(X.split(work.batch), T.split(work.batch))), loss)


def sum_of_sigmoid(work):
    y = torch.from_numpy(work.X)
    s = torch.empty_like(y)
    return lambda steps: [float(torch.sum(torch.sigmoid(y, out=s)))]


def cross_entropy(work):
    y, p = torch.from_numpy(work.X), torch.from_numpy(work.T)
    return lambda steps: [-float(torch.dot(p, F.logsigmoid(y)))]


def product(work):
    X, T = torch.from_numpy(work.X), torch.from_numpy(work.T)
    result = torch.empty((len(X), T.shape[1]), dtype=X.dtype)

    def run(steps):
        for _ in range(steps):
            torch.matmul(X, T, out=result)
        return [float(result[0, 0])]

    return run
