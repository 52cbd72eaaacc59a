"""Which article is which source of a case: by the hash of its bytes, or as the user says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.case.schema import CaseFile
from detente.errors import UnknownName, did_you_mean
from detente.text.ledger import Source


class UnknownArticle(UnknownName):
    """An article whose bytes are those of no source; the message says how to name the source."""


@dataclass(frozen=True, slots=True)
class Given:
    """An article that stands for a source of the case; ``is_same`` tells whether its bytes are those of then.

    None where the case has no hash for the source.
    """

    slug: str
    source: Source
    is_same: bool | None


def assigned(file: CaseFile, articles: Sequence[Source], named: Mapping[str, Source]) -> tuple[Given, ...]:
    """Return for each article which source it is.

    Parameters
    ----------
    file : CaseFile
    articles : sequence of Source
        They are told by their hash. One that fits none is taken for the one source with a hash that is left, if
        there is just one article and one source.
    named : mapping
        Articles with the short name of their source.

    Raises
    ------
    UnknownArticle
        If it cannot be told which source an article is.
    UnknownName
        If the case has no source of a name.
    """
    found = [_named(file, slug, source) for slug, source in named.items()]
    strangers = []
    for article in articles:
        slugs = [slug for slug, said in file.sources.items() if said.sha256 == article.sha256]
        found += [Given(slug, article, is_same=True) for slug in slugs if slug not in named]
        strangers += [] if slugs else [article]
    taken = {given.slug for given in found}
    left = [slug for slug, said in file.sources.items() if said.sha256 and slug not in taken]
    if len(file.sources) == 1 and not left:
        left = [slug for slug in file.sources if slug not in taken]
    if len(strangers) == len(left) == 1:
        return (*found, Given(left[0], strangers[0], is_same=False if file.sources[left[0]].sha256 else None))
    if strangers:
        raise UnknownArticle(_which(file, strangers[0]))
    return tuple(found)


def _named(file: CaseFile, slug: str, source: Source) -> Given:
    if slug not in file.sources:
        raise UnknownName(f"there is no source {slug}; {did_you_mean(slug, file.sources)}")
    wanted = file.sources[slug].sha256
    return Given(slug, source, None if wanted is None else wanted == source.sha256)


def _which(file: CaseFile, article: Source) -> str:
    names = ", ".join(list(file.sources)[:8])
    return (
        f"{article.name} has the hash of no source of this case ({article.sha256[:12]}); "
        f"say which one it is: --source NAME={article.name}, where NAME is one of {names or 'none: it has no sources'}"
    )
