"""The workloads in C (limit.c), called by ctypes; networks over the OpenBLAS that is named."""

import ctypes
import glob
import os

import numpy as np

VERSIONS = {}

number, count, array = ctypes.c_double, ctypes.c_long, ctypes.c_void_p


def function(name, *arguments, result=None):
    found = getattr(ctypes.CDLL(os.environ["LIMIT_LIBRARY"]), name)
    found.argtypes, found.restype = arguments, result
    return found


def at(values):
    return values.ctypes.data


def openblas(name):
    """Makes limit.c use a library: a system's own, or that of a Python package."""
    if name == "scipy-openblas64":
        import scipy_openblas64

        (path,) = glob.glob(os.path.join(scipy_openblas64.get_lib_dir(), "libscipy_openblas64_*.so*"))
        prefix, suffix = "scipy_", "64_"
    else:
        path, prefix, suffix = "libopenblas.so.0", "", ""
    library = ctypes.CDLL(path)
    configuration, core = [getattr(library, f"{prefix}openblas_get_{what}{suffix}") for what in ["config", "corename"]]
    configuration.restype = core.restype = ctypes.c_char_p
    version = configuration().decode().split()[1]
    VERSIONS[f"OpenBLAS of {'the system' if name == 'openblas' else name}"] = f"{version} ({core().decode()} kernels)"
    product = ctypes.cast(getattr(library, f"{prefix}cblas_dgemm{suffix}"), array)
    function("use", array, ctypes.c_int)(product, suffix == "64_")


def trained(work, train, *arguments):
    def run(steps):
        params = work.start()
        losses = np.empty(steps)
        train(at(work.X), *arguments, *map(at, params), work.rate, steps, at(losses))
        return losses

    return run


def seed(work):
    return trained(work, function("seed", array, array, number, count, array))


def xor(work):
    return trained(work, function("xor", *[array] * 6, number, count, array), at(work.T))


def mlp(work, library=None):
    if library is None:
        return trained(work, function("iris", *[array] * 6, number, count, array), at(work.T))
    openblas(library)
    train = function("mlp", array, array, array, *[count] * 5, ctypes.c_int, number, count, array)
    features, hidden = work.params[0].shape
    sizes = [len(work.X), features, hidden, work.params[2].shape[1], work.batch]

    def run(steps):
        w = np.concatenate([parameter.reshape(-1) for parameter in work.params])
        losses = np.empty(steps)
        train(at(work.X), at(work.T), at(w), *sizes, work.adam, work.rate, steps, at(losses))
        return losses

    return run


def sum_of_sigmoid(work, own=""):
    total = function(own + "sum_of_sigmoid", array, count, result=number)
    return lambda steps: [total(at(work.X), work.X.size)]


def cross_entropy(work, own=""):
    total = function(own + "cross_entropy", array, array, count, result=number)
    return lambda steps: [total(at(work.X), at(work.T), work.X.size)]


def product(work, library):
    openblas(library)
    product = function("products", array, array, array, *[count] * 4)
    result = np.empty((len(work.X), work.T.shape[1]))

    def run(steps):
        product(at(work.X), at(work.T), at(result), *work.X.shape, work.T.shape[1], steps)
        return [result[0, 0]]

    return run
