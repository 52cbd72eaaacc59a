"""A real HTTP server on this machine that answers as a model would, or misbehaves as servers do."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from detente.text.folding import Folded

Behaviour = Callable[["Handler"], None]


@dataclass
class Served:
    """A server that is running: its address, and every request that it had."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Hands every request to the behaviour of the server."""

    behaviour: Behaviour
    served: Served
    over: threading.Event

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.served.requests.append(json.loads(body))
        self.served.keys.append(self.headers.get("Authorization"))
        try:
            type(self).behaviour(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def send(self, status: int, data: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[Served]:
    """Run a server with one behaviour."""
    over = threading.Event()
    kind = type("Kind", (Handler,), {"behaviour": staticmethod(behaviour), "over": over})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    server.daemon_threads = True
    kind.served = served = Served(f"http://127.0.0.1:{server.server_port}/v1")  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def saying(content: str) -> Behaviour:
    """Answer every request with the same words."""
    data = json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()
    return lambda handler: handler.send(200, data)


def proposing(*items: dict[str, Any]) -> Behaviour:
    """Answer with proposals for paragraphs that hold their words, and with none for others."""

    def behave(handler: Handler) -> None:
        paragraph = json.loads(handler.served.requests[-1]["messages"][1]["content"])["paragraph"]
        mine = [i for i in items if all(Folded(paragraph).find(w) for w in [*i["words"], i["attitude"]["thing"]])]
        saying(json.dumps({"items": mine}))(handler)

    return behave


def status(code: int, **headers: str) -> Behaviour:
    """Answer with an error."""
    return lambda handler: handler.send(code, b'{"error": "no"}', **headers)


def silent(handler: Handler) -> None:
    """Say nothing until the test is over."""
    handler.over.wait(10)
    handler.close_connection = True


def dripping(handler: Handler) -> None:
    """Send a header and then a byte now and then, so that no single wait is long."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    end = time.monotonic() + 10
    while time.monotonic() < end and not handler.over.wait(0.05):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def enormous(handler: Handler) -> None:
    """Send a hundred megabytes, or as many of them as are taken."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(100 << 20))
    handler.end_headers()
    part = b" " * (1 << 20)
    for _ in range(100):
        handler.wfile.write(part)
        handler.served.keys.append("a megabyte was sent")


def truncated(handler: Handler) -> None:
    """Promise more than is sent."""
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [{"message": {"content": "{\\"items\\": [')
    handler.close_connection = True
