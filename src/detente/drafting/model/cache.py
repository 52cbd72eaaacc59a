"""Answers of a model kept on disk, so that a run repeats without the network."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from detente.drafting.model.posting import LARGEST
from detente.drafting.model.prompt import prompt_sha256


def default_folder() -> Path:
    """Return the user's own folder for what can be made again: XDG_CACHE_HOME, or what the system has for it."""
    if given := os.environ.get("XDG_CACHE_HOME"):
        return Path(given) / "detente" / "drafts"
    if sys.platform == "win32" and (given := os.environ.get("LOCALAPPDATA")):
        return Path(given) / "detente" / "cache" / "drafts"
    home = Path.home()
    return (home / "Library" / "Caches" if sys.platform == "darwin" else home / ".cache") / "detente" / "drafts"


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of answers. One that cannot be read or written is as good as an empty one."""

    folder: Path

    def get(self, model: str, data: str) -> str | None:
        """Return what the model said about these data before, or None."""
        with suppress(OSError, UnicodeDecodeError):
            path = self._path(model, data)
            if path.stat().st_size <= LARGEST:
                return path.read_text("utf-8")
        return None

    def put(self, model: str, data: str, content: str) -> None:
        """Keep what the model said; only the user can read it, since it has words of the article."""
        with suppress(OSError, UnicodeEncodeError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = self._path(model, data)
            temporary = path.with_name(f".{path.name}.{token_hex(4)}")
            temporary.write_text(content, "utf-8")
            temporary.chmod(0o600)
            temporary.replace(path)

    def _path(self, model: str, data: str) -> Path:
        key = "\n".join((prompt_sha256(), sha256(model.encode()).hexdigest(), sha256(data.encode()).hexdigest()))
        return self.folder / f"{sha256(key.encode()).hexdigest()}.json"
