"""Where a case comes from: a file of ours or of another program, the standard input, or the catalogue."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import CaseError, UnknownName, did_you_mean

if TYPE_CHECKING:
    from detente.case.build import Case
    from detente.case.read import Reading


def load(source: str | Path, *, variant: str | None = None, lossy: bool = False) -> Case:
    """Return the case in a file, on the standard input (``-``), or of a slug of the catalogue.

    Parameters
    ----------
    source : str or Path
        A ``.yaml`` file, a ``.gmcr`` file, ``-``, or a slug.
    variant : str, optional
        A variant that the case declares.
    lossy : bool
        Read a ``.gmcr`` file even if it holds something that a case cannot hold.

    Raises
    ------
    CaseError
        With every problem of the file.
    UnknownName
        If there is neither a file nor a case of that name.
    TooLarge
        If the states cannot be listed one by one.

    Examples
    --------
    >>> load("peace-treaty").file.question
    'Are US troops in Japan to blame for the missing peace treaty?'
    """
    result = examine_source(source, variant=variant, lossy=lossy)
    if result.case is None:
        raise CaseError(p for p in result.problems if p.severity == "error")
    return result.case


def examine_source(source: str | Path, *, variant: str | None = None, lossy: bool = False) -> Reading:
    """Return the case of a source with every problem found, errors and warnings."""
    from detente import catalog
    from detente.case.read import Reading, examine

    name, data, folder = _bytes_of(str(source))
    folders = [folder]

    def bases(base: str) -> tuple[str, bytes]:
        if base in catalog.slugs():
            return f"{base}.yaml", catalog.case_bytes(base)
        path = folders[-1] / base
        folders.append(path.parent)
        return str(path), _read(path)

    if not _is_gmcr(name, data):
        return examine(data, name, variant=variant, bases=bases)
    from detente.formats.gmcr import to_case_text

    try:
        text = to_case_text(data, name, lossy=lossy)
    except CaseError as error:
        return Reading(None, error.problems)
    result = examine(text.encode(), name, variant=variant, bases=bases)
    own = hashlib.sha256(data).hexdigest()
    return replace(result, case=replace(result.case, sha256=own)) if result.case is not None else result


def _is_gmcr(name: str, data: bytes) -> bool:
    return name.endswith(".gmcr") or (name == "-" and data.lstrip()[:1] == b"{" and b'"decisionMakers"' in data)


def _bytes_of(source: str) -> tuple[str, bytes, Path]:
    from detente import catalog
    from detente.case.document import LARGEST

    if source == "-":
        return "-", sys.stdin.buffer.read(LARGEST + 1), Path()
    path = Path(source)
    if path.is_file():
        return source, _read(path), path.parent
    if path.suffix or "/" in source or "\\" in source:
        raise UnknownName(f"there is no file {source}")
    if source not in catalog.slugs():
        hint = did_you_mean(source, catalog.slugs())
        raise UnknownName(f"{source} is neither a file nor a case of the catalogue; {hint}")
    return source, catalog.case_bytes(source), Path()


def _read(path: Path) -> bytes:
    from detente.case.document import LARGEST

    size = path.stat().st_size
    with path.open("rb") as file:
        return file.read(min(size, LARGEST) + 1)
