"""One request to an endpoint: bounded in time and size, to this host only, and never through a proxy."""

from __future__ import annotations

import socket
import time
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from threading import Timer

from detente.drafting.model.endpoint import Endpoint

TO_CONNECT = 10.0
IN_ALL = 60.0
LARGEST = 1 << 20
LONGEST_WAIT = 5


class NoAnswer(Exception):
    """The endpoint gave no answer of use; the message says what happened."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


def post(where: Endpoint, body: bytes, *, seconds: float = IN_ALL) -> bytes:
    """Send a JSON body and return the body of the answer.

    A server that is busy (429, 503) and asks for a few seconds is asked once more.

    Raises
    ------
    NoAnswer
        If there is no connection, the time is over, the answer is an error, a redirection (none is followed) or has
        more than a megabyte.
    """
    end = time.monotonic() + seconds
    try:
        return _posted(where, body, seconds)
    except NoAnswer as refusal:
        left = end - time.monotonic()
        if refusal.wait is None or refusal.wait > min(LONGEST_WAIT, left - 1):
            raise
        time.sleep(refusal.wait)
        return _posted(where, body, end - time.monotonic())


def _posted(where: Endpoint, body: bytes, seconds: float) -> bytes:
    kind = HTTPSConnection if where.is_encrypted else HTTPConnection
    connection = kind(where.host, where.port, timeout=min(TO_CONNECT, seconds))
    watch = _Watch(connection, seconds)
    with closing(connection):
        try:
            return _exchanged(connection, where, body, watch)
        except NoAnswer:
            raise
        except (OSError, HTTPException, ValueError) as error:
            if watch.is_over or isinstance(error, TimeoutError):
                raise NoAnswer(f"no answer within {seconds:.0f} seconds") from None
            if isinstance(error, IncompleteRead):
                raise NoAnswer("its answer was cut off") from None
            said = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise NoAnswer(f"no connection to {where.host}: {said}") from None
        finally:
            watch.stop()


def _exchanged(connection: HTTPConnection, where: Endpoint, body: bytes, watch: _Watch) -> bytes:
    connection.connect()
    watch.begin()
    connection.request("POST", where.path, body, _headers(where))
    data = _read(connection.getresponse())
    if watch.is_over:  # what was cut in the middle may look like an end
        raise TimeoutError
    return data


class _Watch:
    """Cuts a connection when its time is over, whatever it is waiting for."""

    def __init__(self, connection: HTTPConnection, seconds: float) -> None:
        self.is_over = False
        self._connection = connection
        self._socket: socket.socket | None = None
        self._timer = Timer(max(0.1, seconds), self._cut)
        self._timer.daemon = True

    def begin(self) -> None:
        self._socket = self._connection.sock  # the connection lets go of it once the header is read
        self._timer.start()

    def stop(self) -> None:
        self._timer.cancel()

    def _cut(self) -> None:
        self.is_over = True
        with suppress(OSError):
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_RDWR)


def _headers(where: Endpoint) -> dict[str, str]:
    sent = {"Content-Type": "application/json", "Accept": "application/json", "Connection": "close"}
    return {**sent, "Authorization": f"Bearer {where.key}"} if where.key else sent


def _read(response: HTTPResponse) -> bytes:
    with closing(response):
        status = response.status
        if 300 <= status < 400:
            raise NoAnswer(f"it redirects elsewhere ({status}), and no redirection is followed")
        if status != 200:
            wait = _wait(response.getheader("Retry-After")) if status in {429, 503} else None
            busy = "it has too many requests (429)" if status == 429 else f"it answers with the error {status}"
            raise NoAnswer(busy, wait)
        data = response.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise NoAnswer("its answer has more than a megabyte")
        if response.length:
            raise IncompleteRead(data, response.length)
        return data


def _wait(header: str | None) -> float | None:
    return float(header) if header is not None and header.strip().isdigit() and len(header) < 6 else None
