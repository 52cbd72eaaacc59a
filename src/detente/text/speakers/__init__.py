"""Who speaks: the people of an article with their roles, and the resolution of "he", "the minister" and "Belo"."""

from detente.text.speakers.named import Narrative
from detente.text.speakers.people import Person, Registry, registry
from detente.text.speakers.resolve import Resolver

__all__ = ["Narrative", "Person", "Registry", "Resolver", "registry"]
