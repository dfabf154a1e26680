"""Writes random.txt: numbers drawn by NumPy's legacy RandomState, to be met bit for bit.

Each section draws from a newly seeded generator. Doubles are the 16 hexadecimal digits of their
bits, whole numbers are decimal.
"""

import json

import numpy as np

SEEDS = ["0", "1", "42", "2628", "4294967295", "[0]", "[42]", "[1,2,3]"]


def seeded(seed):
    return np.random.RandomState(json.loads(seed))


def wrap(words, per_line):
    for start in range(0, len(words), per_line):
        print(" ".join(words[start : start + per_line]), file=out)


def doubles(name, seed, values):
    print(f"# {name} {seed}", file=out)
    wrap([format(bits, "016x") for bits in np.asarray(values).ravel().view(np.uint64)], 6)


def whole(name, seed, values):
    print(f"# {name} {seed}", file=out)
    wrap([str(value) for value in np.asarray(values).ravel()], 16)


with open("random.txt", "w") as out:
    for seed in SEEDS:
        doubles("normals", seed, seeded(seed).normal(size=(100, 5)))
        # More than one block of 624 words.
        doubles("uniforms", seed, seeded(seed).random_sample((500,)))
        for n in [0, 1, 2, 3, 10, 257]:
            whole(f"permutation-{n}", seed, seeded(seed).permutation(n))
        # The ranges on both sides of 32 bits, where the generator is read in another way.
        for k in [1, 2, 10, 1000, 2**31, 2**32 - 1, 2**32, 2**32 + 1, 2**40, 2**53]:
            whole(f"integers-{k}", seed, seeded(seed).randint(1, k + 1, (30,)))
        # A draw of one kind after another: an odd number of normals leaves one waiting, which
        # uniforms and permutations pass by.
        state = seeded(seed)
        mixed = [state.normal(size=3), state.random_sample(2), state.permutation(5) + 0.0]
        mixed += [state.normal(size=2), state.randint(1, 7, 4) + 0.0, state.normal(size=4)]
        doubles("mixed", seed, np.concatenate(mixed))
