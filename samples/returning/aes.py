"""AES-128 in ECB mode, encryption only (FIPS 197): what a workbook under a password needs."""

from __future__ import annotations


def _double(byte: int) -> int:
    return (byte << 1 ^ (0x1B if byte & 0x80 else 0)) & 0xFF


def _box() -> bytes:
    """The substitution table: inverses in GF(2^8), then the affine map."""
    exponents, logarithms, value = [0] * 256, [0] * 256, 1
    for power in range(255):
        exponents[power], logarithms[value] = value, power
        value ^= _double(value)
    box = bytearray()
    for byte in range(256):
        inverse = exponents[-logarithms[byte] % 255] if byte else 0
        mapped = inverse
        for shift in range(1, 5):
            mapped ^= (inverse << shift | inverse >> (8 - shift)) & 0xFF
        box.append(mapped ^ 0x63)
    return bytes(box)


_BOX = _box()
_DOUBLES = bytes(map(_double, range(256)))
_SHIFTED = [(column + row) % 4 * 4 + row for column in range(4) for row in range(4)]


def _keys(key: bytes) -> list[bytes]:
    words = [key[at : at + 4] for at in range(0, 16, 4)]
    constant = 1
    while len(words) < 44:
        word = words[-1]
        if len(words) % 4 == 0:
            word = bytes(_BOX[byte] for byte in word[1:] + word[:1])
            word = bytes((word[0] ^ constant, *word[1:]))
            constant = _double(constant)
        words.append(bytes(a ^ b for a, b in zip(words[-4], word, strict=True)))
    return [b"".join(words[at : at + 4]) for at in range(0, 44, 4)]


def _mixed(state: list[int]) -> list[int]:
    mixed = []
    for at in range(0, 16, 4):
        column = state[at : at + 4]
        every = column[0] ^ column[1] ^ column[2] ^ column[3]
        for row in range(4):
            pair = column[row] ^ column[(row + 1) % 4]
            mixed.append(column[row] ^ every ^ _DOUBLES[pair])
    return mixed


def encrypt(data: bytes, key: bytes) -> bytes:
    """The data, a multiple of 16 bytes, block by block."""
    first, *middle, last = _keys(key)
    out = bytearray()
    for at in range(0, len(data), 16):
        state = [a ^ b for a, b in zip(data[at : at + 16], first, strict=True)]
        for own in middle:
            state = _mixed([_BOX[state[place]] for place in _SHIFTED])
            state = [a ^ b for a, b in zip(state, own, strict=True)]
        state = [_BOX[state[place]] for place in _SHIFTED]
        out += bytes(a ^ b for a, b in zip(state, last, strict=True))
    return bytes(out)
