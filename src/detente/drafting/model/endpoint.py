"""Where a language model is asked: an address, checked before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from detente.errors import DetenteError

TAIL = "/chat/completions"


class BadEndpoint(DetenteError):
    """An address that cannot be asked; the message says what would do."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is asked. The key is never shown and never written."""

    host: str
    port: int
    path: str
    is_encrypted: bool
    model: str
    key: str = field(default="", repr=False)


def endpoint(url: str, model: str, *, key: str = "", insecure: bool = False) -> Endpoint:
    """Return the endpoint of an address such as ``https://host/v1``.

    Parameters
    ----------
    url : str
        With or without ``/chat/completions`` at its end.
    model : str
    key : str
        Empty where none is needed.
    insecure : bool
        Let words and key go unencrypted to another machine.

    Raises
    ------
    BadEndpoint
        If it is no address of the web, holds a password, or is unencrypted and on another machine.

    Examples
    --------
    >>> made = endpoint("http://localhost:8080/v1/", "small")
    >>> made.host, made.port, made.path
    ('localhost', 8080, '/v1/chat/completions')
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise BadEndpoint(f"--endpoint wants an address such as https://host/v1: {error}") from None
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host or not url.strip().isprintable():
        raise BadEndpoint("--endpoint wants an address such as https://host/v1 or http://localhost:8080/v1")
    if parts.username is not None or parts.password is not None:
        raise BadEndpoint("--endpoint holds a name or password; give the key in the environment, DETENTE_API_KEY")
    if not key.isprintable() or not key.isascii():
        raise BadEndpoint("DETENTE_API_KEY has a sign that no key has; is there a line end in it?")
    if not model.strip() or not model.isprintable():
        raise BadEndpoint("--model wants the name of a model")
    is_encrypted = parts.scheme == "https"
    if not (is_encrypted or insecure or is_here(host)):
        raise BadEndpoint(f"http to {host} would send the article and the key unencrypted; use https, or --insecure")
    path = parts.path.rstrip("/")
    path = path if path.endswith(TAIL) else path + TAIL
    query = f"?{parts.query}" if parts.query else ""
    return Endpoint(host, port or (443 if is_encrypted else 80), path + query, is_encrypted, model.strip(), key)


def is_here(host: str) -> bool:
    """Whether a host is this machine.

    Examples
    --------
    >>> is_here("127.0.0.1"), is_here("[::1]"), is_here("10.0.0.7")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
