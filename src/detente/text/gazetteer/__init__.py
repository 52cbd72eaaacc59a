"""Names of states, capitals, governments, peoples and international organisations, and where a text has them."""

from detente.text.gazetteer.gazetteer import Gazetteer, gazetteer
from detente.text.gazetteer.names import Former, Found, Name, Place
from detente.text.gazetteer.offices import Office, offices
from detente.text.gazetteer.tokens import Tokens

__all__ = ["Former", "Found", "Gazetteer", "Name", "Office", "Place", "Tokens", "gazetteer", "offices"]
