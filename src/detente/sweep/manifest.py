"""What a folder of results is: the case, the question, and how its rows are cut; the job follows from it anywhere."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any

from detente import __version__
from detente.case.build import Case
from detente.case.read import read
from detente.case.write import write_file
from detente.errors import DetenteError, NotAnswered
from detente.sweep.asked import Asked
from detente.sweep.extras import library
from detente.sweep.job import Job
from detente.sweep.table import columns
from detente.sweep.vary import WrongPlan

FORMAT = 1
COPY = "case.yaml"


class WrongFolder(DetenteError):
    """A folder is not what it was taken for: no sweep, another one, or one of another version."""

    exit_code = 2


@dataclass(frozen=True)
class Manifest:
    """What a sweep is; written before any work, never changed.

    Attributes
    ----------
    case : mapping
        ``name``, ``variant``, ``sha256`` of the file as it was, ``copy``: the hash of the copy beside the manifest.
    asked : Asked
    variants, block, blocks, chunk : int
        How many variants there are, how many a block holds, how many blocks, and how many draws share a random stream.
    columns : mapping
        From a column to its type.
    states : tuple of str or None
        What the bits of equilibria stand for, the first one the lowest; None where none are kept.
    versions : mapping
        Of what began it.
    format : int
    """

    case: Mapping[str, Any]
    asked: Asked
    variants: int
    block: int
    blocks: int
    chunk: int
    columns: Mapping[str, str]
    states: tuple[str, ...] | None
    versions: Mapping[str, str]
    format: int = FORMAT

    @cached_property
    def mark(self) -> str:
        """Which sweep a part belongs to: a hash of everything that its rows follow from."""
        told = {"case": self.case["copy"], "asked": self.asked.as_dict(), "block": self.block, "chunk": self.chunk}
        told |= {"format": self.format, "detente": self.versions["detente"]}
        return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]

    def as_text(self) -> str:
        """Return it as JSON."""
        told: dict[str, Any] = {"detente_sweep": self.format}
        told |= {f.name: getattr(self, f.name) for f in fields(self) if f.name != "format"}
        told |= {"asked": self.asked.as_dict(), "states": None if self.states is None else list(self.states)}
        return json.dumps(told, indent=1) + "\n"


def from_text(text: str) -> Manifest:
    """Return the manifest that a text holds.

    Raises
    ------
    WrongFolder
        If it is no manifest, or one of another format.
    """
    try:
        told = json.loads(text)
        form = told.pop("detente_sweep")
        if form != FORMAT:
            raise WrongFolder(f"its manifest has format {form} and this program reads format {FORMAT}")
        states = None if told["states"] is None else tuple(told["states"])
        return Manifest(**{**told, "asked": Asked.from_dict(told["asked"]), "states": states, "format": form})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise WrongFolder(f"its manifest cannot be read ({type(error).__name__}: {error})") from None


def copied(case: Case) -> str:
    """Return the text of a case as a file that needs no other: its base and its variant worked in."""
    return write_file(case.file.model_copy(update={"base": None, "variants": {}, "published": ()}))


def begun(case: Case, asked: Asked, block: int | None = None) -> tuple[Manifest, str]:
    """Return the manifest of a new sweep and the text of the case that goes beside it.

    Parameters
    ----------
    case : Case
    asked : Asked
    block : int, optional
        How many variants a block holds; memory decides if not given.

    Raises
    ------
    WrongPlan
        If a block would hold none.
    """
    if block is not None and block < 1:
        raise WrongPlan(f"a block holds one variant or more, and not {block}")
    text = copied(case)
    job = Job(_read(text, case.name), asked, block)
    described = {
        "name": case.name,
        "variant": case.variant,
        "sha256": case.sha256,
        "copy": sha256(text.encode()).hexdigest(),
    }
    states = job.settings.labels if asked.states else None
    made = Manifest(
        described, asked, job.design.variants, job.size, job.blocks, job.chunk, columns(job), states, versions()
    )
    return made, text


def versions() -> dict[str, str]:
    """Return the versions of what makes the rows and the parts."""
    names = ("numpy", "pyarrow")
    return {
        "detente": __version__,
        **{name: str(library(name).__version__) for name in names},
        "python": platform.python_version(),
    }


def job_of(manifest: Manifest, text: str) -> Job:
    """Return the job of a manifest and the text of its case; kept, as every block asks for it.

    Raises
    ------
    WrongFolder
        If the text is not the one that the manifest means, or they were made by another version.
    """
    return _job(manifest.as_text(), text)


@lru_cache(maxsize=2)
def _job(told: str, text: str) -> Job:
    manifest = from_text(told)
    if sha256(text.encode()).hexdigest() != manifest.case["copy"]:
        raise WrongFolder(f"its {COPY} was changed since it was begun; put it back, or begin a new folder")
    if manifest.versions["detente"] != __version__:
        raise WrongFolder(
            f"it was begun by Détente {manifest.versions['detente']} and this is {__version__}; finish it with that "
            "version, or begin a new folder"
        )
    job = Job(_read(text, manifest.case["name"]), manifest.asked, manifest.block)
    if (job.design.variants, job.chunk) != (manifest.variants, manifest.chunk):
        raise NotAnswered("the plan that follows from the manifest is another one than it says; begin a new folder")
    return job


def _read(text: str, name: str) -> Case:
    return read(text.encode(), name)


def differences(here: Manifest, wanted: Manifest) -> list[str]:
    """Return in which ways a new question differs from the one that a folder answers, in words."""
    found = []
    if here.case["copy"] != wanted.case["copy"]:
        found.append(f"the case ({_called(here)} there, {_called(wanted)} here)")
    there, now = here.asked.as_dict(), wanted.asked.as_dict()
    found += [
        f"{name} ({_shown(there[name])} there, {_shown(now[name])} here)" for name in now if there[name] != now[name]
    ]
    if here.block != wanted.block:
        found.append(f"how many variants a block holds ({here.block:,} there, {wanted.block:,} here)")
    return found


def _called(manifest: Manifest) -> str:
    variant = f", variant {manifest.case['variant']}" if manifest.case["variant"] else ""
    return f"{manifest.case['name']}{variant}, {str(manifest.case['sha256'])[:8]}"


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(f"{key}={each}" for key, each in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)
