"""What ``detente draft`` is asked with: the short name of the article, and the model that is asked too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.drafting.model.asking import Asked
    from detente.drafting.model.endpoint import Endpoint
    from detente.text.ledger import Ledger

KEY = "DETENTE_API_KEY"
SLUG = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


def checked_id(name: str) -> None:
    """Refuse a short name that a case file cannot have.

    Raises
    ------
    WrongUsage
        If it is none.
    """
    from detente.cli.ending import WrongUsage

    if not SLUG.fullmatch(name):
        raise WrongUsage(f"--id wants letters, digits and _, beginning with a letter, and not {name}")


def endpoint_of(url: str | None, model: str | None, *, insecure: bool) -> Endpoint | None:
    """Return where to ask which model, with the key of the environment; None where none is to be asked.

    Raises
    ------
    WrongUsage
        If one of the two is missing, or the address is none, or would send words unencrypted over the network.
    """
    import os

    from detente.cli.ending import WrongUsage
    from detente.drafting.model.endpoint import BadEndpoint, endpoint

    if url is None and model is None:
        return None
    if url is None or model is None:
        raise WrongUsage("--endpoint and --model go together: an address, and which model to ask there")
    try:
        return endpoint(url, model, key=os.environ.get(KEY, ""), insecure=insecure)
    except BadEndpoint as error:
        raise WrongUsage(str(error)) from None


def asked_model(ledger: Ledger, where: Endpoint, cache: str | None, *, accepted: bool) -> Asked:
    """Ask the model about the paragraphs in which the rules found nothing or were in doubt."""
    from pathlib import Path

    from detente.cli.progress import working
    from detente.drafting.model.asking import ask_all
    from detente.drafting.model.cache import Cache, default_folder

    folder = Path(cache) if cache is not None else default_folder()
    with working("asking the model") as meter:
        return ask_all(ledger, where, Cache(folder), accepted=accepted, progress=meter.steps)


def told_of(asked: Asked) -> Iterator[str]:
    """Say what came of asking the model, a line each."""
    if asked.failure:
        yield f"warning: the model was not of use ({asked.failure}); this is what the rules found"
        return
    yield (
        f"the model proposed {asked.proposed} for {asked.paragraphs} paragraphs; {asked.kept} kept, "
        f"{asked.refused} refused because their words are not there, {asked.disputed} disputed by the rules"
    )
    for warning in asked.warnings:
        yield f"warning: {warning}"
