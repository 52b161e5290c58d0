"""Workbooks spoilt by chance: bytes of the archive, and the XML inside of one that is whole."""

import io
import random
import re
import zipfile
from collections.abc import Callable

TOKEN = re.compile(rb'<[^<>]*>|"[^"<>]*"|[^<>"]+')
VALUE = re.compile(rb'="([^"<>]*)"')

EXTREMES = (
    b"", b"0", b"-1", b"1", b"65536", b"4294967295", b"4294967296", b"99999999999999999999",
    b"1e308", b"1e999", b"NaN", b"A0", b"A1", b"XFD1048576", b"ZZZZZZ1", b"A1:XFD1048576", b"e",
    b"s", b"b", b"d", b"str", b"inlineStr", b"true", b"#REF!", b"rId99", b"../../x", b"\xff\xfe",
    b"&lt;", b"&#0;", b"&x;", b"x" * 70_000,
)  # fmt: skip
"""What programs write only when something went wrong."""

LARGEST = 5_000_000
"""Bytes that are put in at once."""

Mutation = Callable[[bytes, random.Random], bytes]


def of_bytes(data: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, taken out, doubled or cut off."""
    spoilt = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(spoilt) or 1)
        match chance.randrange(5):
            case 0:
                spoilt[place : place + 1] = bytes((chance.randrange(256),))
            case 1:
                del spoilt[place : place + chance.randint(1, 40)]
            case 2:
                spoilt[place:place] = spoilt[place : place + chance.randint(1, 400)]
            case 3:
                spoilt[place : place + 4] = chance.choice((b"\0" * 4, b"\xff" * 4, b"PK\1\2"))
            case 4 if chance.random() < 0.1:
                del spoilt[place:]
    return bytes(spoilt)


def of_values(data: bytes, chance: random.Random) -> bytes:
    """A few attributes or texts replaced by extremes."""
    for _ in range(chance.randint(1, 4)):
        found = list(VALUE.finditer(data)) or list(TOKEN.finditer(data))
        if found:
            one = chance.choice(found)
            start, end = one.span(one.lastindex or 0)
            data = data[:start] + chance.choice(EXTREMES) + data[end:]
    return data


def of_tokens(data: bytes, chance: random.Random) -> bytes:
    """Tags and texts taken out, doubled, exchanged or repeated a thousand times."""
    tokens = TOKEN.findall(data)
    for _ in range(chance.randint(1, 4)):
        if len(tokens) < 3:
            break
        one, other = (chance.randrange(len(tokens)) for _ in range(2))
        match chance.randrange(4):
            case 0:
                del tokens[one]
            case 1:
                tokens.insert(other, tokens[one])
            case 2:
                tokens[one], tokens[other] = tokens[other], tokens[one]
            case 3:
                first, last = sorted((one, min(other, one + 30)))
                times = chance.choice((2, 1000))
                if sum(map(len, tokens[first:last])) * times < LARGEST:
                    tokens[last:last] = tokens[first:last] * times
    return b"".join(tokens)


INSIDE: tuple[Mutation, ...] = (of_bytes, of_values, of_values, of_tokens)


def of_workbook(data: bytes, chance: random.Random) -> bytes:
    """A third of the time the archive itself, else one to three of its parts, packed again."""
    if chance.random() < 1 / 3:
        return of_bytes(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in chance.choices(list(parts), k=chance.randint(1, 3)):
        parts[name] = chance.choice(INSIDE)(parts[name], chance)
    if chance.random() < 0.1:
        del parts[chance.choice(list(parts))]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()
