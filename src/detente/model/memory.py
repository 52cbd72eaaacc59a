"""How much memory there is, asked before any is taken.

What counts is the least of: the memory that the machine has free, what the control group of the process leaves of its
limit, and the limit on the address space. ``DETENTE_MEMORY`` (bytes, or ``8GiB``) says otherwise.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from detente.errors import TooLarge

OVERRIDE = "DETENTE_MEMORY"
SMALL = 1 << 26
KEPT_FREE = 0.9
_UNITS = {"": 1, "k": 10, "m": 20, "g": 30, "t": 40}
_SYSTEM = Path("/")


def at_hand() -> int:
    """Return how many bytes may be taken now: nine tenths of what is free, or what ``DETENTE_MEMORY`` allows.

    Raises
    ------
    TooLarge
        If ``DETENTE_MEMORY`` is not a size.
    """
    given = os.environ.get(OVERRIDE, "").strip()
    if given:
        return size(given)
    free = [b for b in (_of_the_machine(), _of_the_group(), _of_the_address_space()) if b is not None]
    return int(KEPT_FREE * max(0, min(free))) if free else 1 << 30


def size(text: str) -> int:
    """Return a size in bytes: a number, with ``KiB``, ``MiB``, ``GiB`` or ``TiB`` (``K`` and ``KB`` mean the same).

    Examples
    --------
    >>> size("8GiB"), size("512 M"), size("1000")
    (8589934592, 536870912, 1000)
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?", text.strip().casefold())
    if found is None:
        raise TooLarge(f"{OVERRIDE} wants a size such as 8GiB or 500MiB, and not {text!r}")
    power = _UNITS[found[2]]
    return int(float(found[1]) * (1 << power if power > 1 else 1))


def written(n_bytes: float) -> str:
    """Return a size in words.

    Examples
    --------
    >>> written(1000), written(3 << 20), written(13.25 * 2**30), written(2.0**70)
    ('1 KiB', '3 MiB', '13 GiB', '1,073,741,824 TiB')
    """
    if n_bytes >= 1 << 90:
        return f"about 2^{int(n_bytes).bit_length() - 1:,} bytes"
    value = max(n_bytes, 1024) / 1024
    for unit in ("KiB", "MiB", "GiB"):
        if value < 1000:
            return f"{value:.1f} {unit}" if value < 10 and value != int(value) else f"{value:.0f} {unit}"
        value /= 1024
    return f"{value:.1f} TiB" if value < 10 else f"{value:,.0f} TiB"


def short_of(n_bytes: float) -> int | None:
    """Return how many bytes are at hand where that is less than is needed; None where it suffices."""
    if n_bytes <= SMALL and OVERRIDE not in os.environ:
        return None
    free = at_hand()
    return free if n_bytes > free else None


def require(n_bytes: float, what: str, way_out: str) -> None:
    """Refuse work for which there is not enough memory, before any of it is taken.

    Parameters
    ----------
    n_bytes : float
        What the work needs beyond what is in use; up to 64 MiB are taken unasked, unless ``DETENTE_MEMORY`` is set.
    what : str
        The beginning of the message: what needs so much.
    way_out : str
        Its end: what can be done.

    Raises
    ------
    TooLarge
        With what is needed, what is at hand, and the way out.
    """
    if (free := short_of(n_bytes)) is not None:
        raise TooLarge(f"{what}; that takes {written(n_bytes)} of memory and {written(free)} are at hand; {way_out}")


def _of_the_machine() -> int | None:
    import psutil

    return int(psutil.virtual_memory().available)


def _of_the_group() -> int | None:
    """Return what the control groups (version 2, version 1) leave to this process, the tightest of its ancestors."""
    left = [*_version_2(), *_version_1()]
    return min(left, default=None)


def _version_2() -> list[int]:
    path = _group(lambda _number, names: names == "")
    if path is None:
        return []
    root = _SYSTEM / "sys/fs/cgroup"
    return _left(root, path, "memory.max", "memory.current", "memory.stat", "inactive_file")


def _version_1() -> list[int]:
    path = _group(lambda _number, names: "memory" in names.split(","))
    if path is None:
        return []
    root = _SYSTEM / "sys/fs/cgroup/memory"
    names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "memory.stat", "total_inactive_file")
    return _left(root, path, *names)


def _group(wanted: object) -> str | None:
    try:
        lines = (_SYSTEM / "proc/self/cgroup").read_text("utf-8").splitlines()
    except OSError:
        return None
    fields = (line.split(":", 2) for line in lines if line.count(":") >= 2)
    return next((path for number, names, path in fields if wanted(number, names)), None)  # type: ignore[operator]


def _left(root: Path, path: str, *names: str) -> list[int]:
    """Return what a group and each of the groups above it leave; in a container the path may not be there."""
    limit, used, stat, cache = names
    here, found = root / path.strip("/"), []
    for folder in (here, *here.parents):
        most, taken = _number(folder / limit), _number(folder / used)
        if most is not None and taken is not None:
            found.append(max(0, most - taken + _cached(folder / stat, cache)))
        if folder == root:
            break
    return found


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text("utf-8"))
    except (OSError, ValueError):  # ValueError: "max", no limit
        return None


def _cached(path: Path, name: str) -> int:
    """Return how much of what is used are pages of files, which the system gives back when asked."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name} ")), 0)


def _of_the_address_space() -> int | None:
    try:
        import resource
    except ImportError:  # not on Windows
        return None
    import psutil

    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if most == resource.RLIM_INFINITY else max(0, most - int(psutil.Process().memory_info().vms))
