"""Who speaks: the people of an article with their roles, and the resolution of "he", "the minister" and "Belo"."""

from detente.text.speakers.collecting import registry
from detente.text.speakers.narrative import Narrative
from detente.text.speakers.person import Person
from detente.text.speakers.registry import Registry
from detente.text.speakers.resolver import Resolver

__all__ = ["Narrative", "Person", "Registry", "Resolver", "registry"]
