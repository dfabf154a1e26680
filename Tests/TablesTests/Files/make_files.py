"""Writes the arrays and the compressed tables that the tests read."""

import gzip
import io

import numpy as np

FLOATS = [[1.5, -2.25, 0.0], [-0.0, 65504.0, 2.0**-24]]
SIGNED = [[1, -2, 3], [-4, 5, -128]]
UNSIGNED = [[1, 2, 3], [4, 5, 255]]
TRUTHS = [[True, False, True], [False, True, True]]


def save(name, array, **options):
    with open(name + ".npy", "wb") as file:
        np.lib.format.write_array(file, np.asanyarray(array), **options)


# Every type in both byte orders.
for code in ["f2", "f4", "f8"]:
    for order, name in [("<", "little"), (">", "big")]:
        save(f"{code}-{name}", np.array(FLOATS, order + code))
for code, values in [("i", SIGNED), ("u", UNSIGNED)]:
    for size in [1, 2, 4, 8]:
        for order, name in [("<", "little"), (">", "big")]:
            if size > 1 or order == "<":
                save(f"{code}{size}-{name}", np.array(values, f"{order}{code}{size}"))
save("bool", np.array(TRUTHS))

# Orders, dimensions, versions of the header.
save("fortran", np.asfortranarray(np.array(FLOATS)))
save("column", np.array([3.0, 1.0, 2.0]))
save("nothing", np.zeros((0, 3)))
save("version2", np.array(FLOATS), version=(2, 0))
save("version3", np.array(FLOATS), version=(3, 0))
save("gaps", np.array([[1, np.nan, 3], [4, 5, 6], [np.nan, np.nan, 9], [1, 2, 3]]))

# What is refused.
save("complex", np.array([1 + 2j]))
save("text", np.array(["a", "b"]))
save("structure", np.array([(1, 2.0)], dtype=[("a", "<i4"), ("b", "<f8")]))
save("long", np.array([1, 2], np.longdouble))
save("cube", np.zeros((2, 2, 2)))
save("number", np.array(3.0))


def compressed(data):
    """The same bytes whenever it is called."""
    result = io.BytesIO()
    with gzip.GzipFile(fileobj=result, mode="wb", mtime=0) as file:
        file.write(data)
    return result.getvalue()


TABLE = b"a,b\n1,2\n3,4\n5,6\n"
with open("table.csv.gz", "wb") as file:
    file.write(compressed(TABLE))
with open("members.csv.gz", "wb") as file:
    file.write(compressed(TABLE[:6]) + compressed(b"") + compressed(TABLE[6:]) + bytes(512))
with open("f8-little.npy", "rb") as file:
    array = file.read()
with open("array.npy.gz", "wb") as file:
    file.write(compressed(array))
