"""Files that commands write: in full or not at all, and never over something that is not theirs."""

from __future__ import annotations

from pathlib import Path

from detente.cli.ending import WrongUsage


def refuse(path: str, advice: str = "choose another name") -> None:
    """Refuse a name that is taken.

    Raises
    ------
    WrongUsage
        If there is something of that name.
    """
    if Path(path).exists() or Path(path).is_symlink():
        raise WrongUsage(f"{path} exists already and is not overwritten; {advice}")


def write(path: str, text: str, *, overwrite: bool = False) -> None:
    """Write a file.

    Raises
    ------
    WrongUsage
        If it is there already and ``overwrite`` is false, or if its folder cannot be written to.
    """
    from detente.case.write import NotWritten, atomic_write

    try:
        atomic_write(path, text, overwrite=overwrite)
    except NotWritten as error:
        raise WrongUsage(str(error)) from None
