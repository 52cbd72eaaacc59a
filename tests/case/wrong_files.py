"""Bad files that are made and not kept: the huge ones, and those that are not text."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

HEAD = "detente: 1\ntitle: A generated case\n"


def _options(n: int) -> str:
    return ", ".join(f"o{k}: option {k}" for k in range(n))


def options(n: int, more: str = "") -> bytes:
    """Return a case of one decision maker with so many options."""
    return f"{HEAD}decision_makers:\n  a: {{name: A, options: {{{_options(n)}}}, prefers: [a.o0]}}\n{more}".encode()


def exclusive(n: int) -> bytes:
    """Return a case of so many options of which at most one can be Y."""
    pairs = " | ".join(f"a.o{i} & a.o{j}" for i in range(n) for j in range(i))
    half = pairs.split(" | ")
    size = 800
    constraints = "".join(f"  - when: {' | '.join(half[k : k + size])}\n" for k in range(0, len(half), size))
    return options(n, f"constraints:\n{constraints}")


def png() -> bytes:
    """Return a picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def many_variants() -> bytes:
    """Return a long case with more variants than are looked at."""
    variants = "".join(f"  v{k}: {{change: {{note: number {k}}}}}\n" for k in range(60))
    return options(3, "note: " + "long " * 20_000 + "\nvariants:\n" + variants)


GOOD = options(2).decode()

GENERATED: dict[str, bytes | Callable[[], bytes]] = {
    "Y001-binary": bytes(range(256)) * 40,
    "Y001-picture": png,
    "Y001-utf-16": GOOD.encode("utf-16"),
    "Y001-utf-16-without-mark": GOOD.encode("utf-16-le"),
    "Y001-latin-1": GOOD.replace("option 1", "größer").encode("latin-1"),
    "Y001-nul-bytes": GOOD.replace("option 1", "opt\0ion").encode(),
    "Y001-escape-sequence": GOOD.replace("option 1", "\x1b[31mred").encode(),
    "Y002-junk-of-two-megabytes": lambda: b"a: b: c\n" * 240_000,
    "Y006-a-million-brackets": lambda: (b"[" * 1000 + b"\n") * 1000,
    "Y007-line-of-ten-megabytes": lambda: b"title: " + b"a" * 10_000_000,
    "Y007-file-over-two-megabytes": lambda: b"# a long case\n" * 150_000,
    "Y007-line-of-one-megabyte": lambda: b"detente: 1\ntitle: " + b"!" * 1_000_000,
    "Y007-too-many-entries": lambda: HEAD.encode() + b"note: [" + b"[],\n" * 200_000 + b"]\n",
    "Y012-very-many-problems": lambda: bytes(GOOD + "".join(f"key{k}: {k}\n" for k in range(5000)), "utf-8"),
    "R001-very-many-undeclared-names": lambda: bytes(
        GOOD + "classes:\n" + "".join(f"  c{k}: a.p{k}\n" for k in range(20_000)), "utf-8"
    ),
    "R006-very-long-circle": lambda: bytes(
        GOOD + "let:\n" + "".join(f"  l{k}: l{(k + 1) % 20_000}\n" for k in range(20_000)), "utf-8"
    ),
    "M006-very-many-unknown-states": lambda: bytes(
        GOOD + "labels:\n" + "".join(f"  s{k}: {k} times\n" for k in range(20_000)), "utf-8"
    ),
    "W008-70-options": lambda: options(70, "outcome: a.o0\n"),
    "W007-many-variants": many_variants,
}


def data(name: str) -> bytes:
    """Return the bytes of a generated file."""
    made = GENERATED[name]
    return made() if callable(made) else made
