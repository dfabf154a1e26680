"""Writes the arrays that a notebook of these tests cannot hold as text."""

import gzip
import zipfile

import numpy as np

np.save("numbers.npy", np.array([[1, 2], [3, 4], [5, 6]]))
np.save("complex.npy", np.array([[1 + 2j]]))
np.save("cube.npy", np.zeros((2, 2, 2)))
# Nobody reads on behind such a header.
with open("huge.npy", "wb") as file:
    np.lib.format.write_array_header_1_0(
        file, {"descr": "<f8", "fortran_order": False, "shape": (1 << 27, 2)}
    )
np.save("gap.npy", np.array([[1.0, np.nan], [3.0, 4.0]]))
with open("numbers.npy", "rb") as file:
    numbers = file.read()
with open("short.npy", "wb") as file:
    file.write(numbers[:-8])
with open("long.npy", "wb") as file:
    file.write(numbers + bytes(3))
with zipfile.ZipFile("archive.zip", "w") as archive:
    archive.writestr(zipfile.ZipInfo("table.csv"), "a,b\n1,2\n")
table = gzip.compress(b"a,b\n1,2\n3,4\n", mtime=0)
with open("table.csv.gz", "wb") as file:
    file.write(table)
with open("short.csv.gz", "wb") as file:
    file.write(table[:-9])
with open("damaged.csv.gz", "wb") as file:
    file.write(table[:12] + b"\xff\xff" + table[14:])
