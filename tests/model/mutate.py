"""Files as they come out of broken tools, half transfers and hasty hands: valid bytes, mutated.

    mutated(data, random)

gives other bytes; the same `random.Random` gives the same ones again. Nothing here knows a format:
lines, separators and quotation marks are looked for as they are in most.
"""

import re
from collections.abc import Callable
from random import Random

SEPARATORS = (b",", b";", b"\t", b" ", b"|", b"<", b">", b"=", b'"', b"'", b"/", b"&")
NUMBERS = (
    b"1e999", b"-1e999", b"9" * 400, b"-9223372036854775809", b"18446744073709551616", b"nan",
    b"-inf", b"1.5e-320", b"0x1f", b"1_000", b"1.200,5", b"--3", b"", b"\xd9\xa3",
)  # fmt: skip
STRANGE = (
    b"\0", b"\x1a", b"\x1b[2J", b"\x1c", b"\x85", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80",
    b"\xc3", b"\xe4", b"\x81", b"\xe2\x80\xa8", b"\xe2\x80\x8b", b"\xf0\x9f\x98\x80", b"\r",
    b"\r\n", b"\x0b", b"\xc2\xa0", b"%s{0}", b"&amp;", b"<![CDATA[", b"=1+1",
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "windows-1252", "utf-8-sig", "cp437", "utf-7")

Mutation = Callable[[bytes, Random], bytes]


LARGEST = 1 << 24
"""Bytes of a mutated file: two long words in repeated lines would make hundreds of millions."""


def mutated(data: bytes, random: Random) -> bytes:
    """The bytes after one to four mutations, rarely more; sometimes none of them shows."""
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 4, 12))):
        data = random.choice(MUTATIONS)(data, random)[:LARGEST]
    return data


def flip_bits(data: bytes, random: Random) -> bytes:
    """One to eight bytes have a bit turned."""
    changed = bytearray(data)
    for _ in range(random.randint(1, 8) if data else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def set_bytes(data: bytes, random: Random) -> bytes:
    """One to eight bytes become any."""
    changed = bytearray(data)
    for _ in range(random.randint(1, 8) if data else 0):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def end_early(data: bytes, random: Random) -> bytes:
    """A transfer that broke off."""
    return data[: random.randrange(len(data) + 1)]


def cut_a_piece(data: bytes, random: Random) -> bytes:
    """Some bytes are missing."""
    start = random.randrange(len(data) + 1)
    return data[:start] + data[start + random.randint(1, 40) :]


def repeat_a_piece(data: bytes, random: Random) -> bytes:
    """Some bytes are there twice, or a hundred times."""
    start = random.randrange(len(data) + 1)
    piece = data[start : start + random.randint(1, 40)]
    return data[:start] + piece * random.choice((2, 2, 3, 100)) + data[start:]


def cut_a_line(data: bytes, random: Random) -> bytes:
    """A line ends somewhere in its middle, with or without its end."""
    lines = data.splitlines(keepends=True)
    if lines:
        place = random.randrange(len(lines))
        end = random.choice((b"", b"\n"))
        lines[place] = lines[place][: random.randrange(len(lines[place]) + 1)] + end
    return b"".join(lines)


def drop_a_line(data: bytes, random: Random) -> bytes:
    """A line is missing, often the first."""
    lines = data.splitlines(keepends=True)
    if lines:
        del lines[random.choice((0, random.randrange(len(lines))))]
    return b"".join(lines)


def repeat_a_line(data: bytes, random: Random) -> bytes:
    """A line is there again, at another place."""
    lines = data.splitlines(keepends=True)
    if lines:
        again = [random.choice(lines)] * random.choice((1, 1, 2, 50))
        place = random.randrange(len(lines) + 1)
        lines[place:place] = again
    return b"".join(lines)


def shuffle_lines(data: bytes, random: Random) -> bytes:
    """The lines in another order."""
    lines = data.splitlines(keepends=True)
    random.shuffle(lines)
    return b"".join(lines)


def exchange_separators(data: bytes, random: Random) -> bytes:
    """One separator for another: everywhere, or once."""
    one, other = random.sample(SEPARATORS, 2)
    return data.replace(one, other, random.choice((-1, -1, 1, 2)))


def exchange_line_ends(data: bytes, random: Random) -> bytes:
    """Lines end in another way, or not at all."""
    return data.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\n", b"\n\r", b"", b" ", b"\0")))


def insert_quotes(data: bytes, random: Random) -> bytes:
    """Quotation marks where none belong."""
    for _ in range(random.randint(1, 3)):
        place = random.randrange(len(data) + 1)
        mark = random.choice((b'"', b'"', b'""', b"'", b'"\n', b'""",'))
        data = data[:place] + mark + data[place:]
    return data


def insert_strange_signs(data: bytes, random: Random) -> bytes:
    """Signs that nobody types, and beginnings of other languages."""
    for _ in range(random.randint(1, 3)):
        place = random.choice((0, len(data), random.randrange(len(data) + 1)))
        data = data[:place] + random.choice(STRANGE) + data[place:]
    return data


def exchange_a_number(data: bytes, random: Random) -> bytes:
    """A number becomes one that is hard to read."""
    found = list(re.finditer(rb"-?\d+(?:\.\d+)?", data))
    if not found:
        return data
    one = random.choice(found)
    return data[: one.start()] + random.choice(NUMBERS) + data[one.end() :]


def exchange_two_words(data: bytes, random: Random) -> bytes:
    """Two words change their places."""
    found = list(re.finditer(rb"\w+", data))
    if len(found) < 2:
        return data
    one, other = sorted(random.sample(found, 2), key=lambda word: word.start())
    between = data[one.end() : other.start()]
    return data[: one.start()] + other[0] + between + one[0] + data[other.end() :]


def lengthen_a_word(data: bytes, random: Random) -> bytes:
    """A word of a thousand letters, or of more than a program likes to take."""
    found = list(re.finditer(rb"\w+", data))
    if not found:
        return data
    one = random.choice(found)
    return data[: one.end()] + one[0][-1:] * random.choice((1000, 140_000)) + data[one.end() :]


def exchange_encoding(data: bytes, random: Random) -> bytes:
    """The whole in another encoding, or its second half."""
    start = random.choice((0, 0, random.randrange(len(data) + 1)))
    text = data[start:].decode("utf-8", "replace")
    return data[:start] + text.encode(random.choice(ENCODINGS), "replace")


MUTATIONS: tuple[Mutation, ...] = (
    flip_bits, set_bytes, end_early, cut_a_piece, repeat_a_piece, cut_a_line, drop_a_line,
    repeat_a_line, shuffle_lines, exchange_separators, exchange_line_ends, insert_quotes,
    insert_strange_signs, exchange_a_number, exchange_two_words, lengthen_a_word,
    exchange_encoding,
)  # fmt: skip
