"""Writes powers_of_five.c: 5^q to 128 bits for every q that matters to a double."""

# Below 10^-342 every number of 64 bits rounds to 0, above 10^308 to infinity.
SMALLEST, LARGEST = -342, 308


def leading_bits(q):
    """The 128 leading bits of 5^q: cut off, but rounded up where 5^-q has at most 64 bits."""
    if q >= 0:
        power = 5**q
        surplus = power.bit_length() - 128
        return power >> surplus if surplus > 0 else power << -surplus
    power = 5**-q
    return (1 << (127 + power.bit_length())) // power + (1 if q >= -27 else 0)


with open("powers_of_five.c", "w", encoding="ascii") as file:
    file.write("// Written by powers_of_five.py.\n\n")
    file.write('#include "decimals.h"\n\n')
    file.write("const uint64_t decimal_powers_of_five[] = {\n")
    for q in range(SMALLEST, LARGEST + 1):
        bits = leading_bits(q)
        file.write(f"  0x{bits >> 64:016x}, 0x{bits & (2**64 - 1):016x}, // {q}\n")
    file.write("};\n\n")
    file.write("// Each of them is a double without rounding.\n")
    file.write("const double decimal_exact_powers_of_ten[] = {\n")
    for start in range(0, 23, 6):
        row = ", ".join(f"1e{q}" for q in range(start, min(start + 6, 23)))
        file.write(f"  {row},\n")
    file.write("};\n")
