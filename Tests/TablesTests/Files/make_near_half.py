"""Writes near_half.txt: numbers of at most 19 digits that lie as close as can be to the point half way between
two doubles, for every power of ten. Rounding them takes the most bits."""

from fractions import Fraction


def convergents(x):
    """The fractions that are closer to x than any with a smaller denominator."""
    p, q, p_before, q_before = int(x), 1, 1, 0
    yield p, q
    rest = x - int(x)
    while rest:
        x = 1 / rest
        whole = int(x)
        rest = x - whole
        p, p_before = whole * p + p_before, p
        q, q_before = whole * q + q_before, q
        yield p, q


with open("near_half.txt", "w", encoding="ascii") as file:
    for exponent in range(-342, 309):
        found = {}
        ten = Fraction(10) ** exponent
        # w · 10^exponent is near half · 2^binary, with half an odd number of 54 bits.
        size = ten.numerator.bit_length() - ten.denominator.bit_length()
        for binary in range(size - 54, size + 12):
            target = ten / Fraction(2) ** binary
            for half, w in convergents(target):
                if w >= 10**19 or half >= 2**54:
                    break
                if half % 2 == 0:
                    continue
                factor = min((2**54 - 1) // half, (10**19 - 1) // w)
                factor -= 1 - factor % 2
                if factor * half >= 2**53:
                    found[factor * w] = float(abs(target * w / half - 1))
        for w in sorted(found, key=found.get)[:4]:
            file.write(f"{w}e{exponent}\n")
