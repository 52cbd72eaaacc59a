"""The workers of a Dask cluster, which need the same Détente and no disk of ours: parts come back as bytes.

The scheduler notices when a worker dies and gives its blocks to another; a result that died with it is made again. A
block is stored once, when its bytes are here, so nothing is lost and nothing counted twice.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Any

from detente import __version__
from detente.errors import DetenteError, NotAnswered
from detente.sweep.executors.block import made
from detente.sweep.executors.protocol import Finished, Tick
from detente.sweep.extras import library
from detente.sweep.manifest import Manifest
from detente.sweep.vary import WrongPlan

ADDRESS = re.compile(r"(?:(?P<kind>tcp|tls|ws|wss)://)?(?P<host>\[[0-9a-fA-F:]+\]|[^\s:/]+):(?P<port>\d{1,5})/?")
CONNECTING = 5.0
JOINING = 10.0
ALONE = 60.0
PATIENCE = 0.2
AHEAD = 2
RETRIES = 10


class NoCluster(NotAnswered):
    """There is no cluster at an address, or it cannot do this work."""


@dataclass(eq=False)
class Cluster:
    """Computes blocks on a cluster.

    Parameters
    ----------
    address : str
        Of its scheduler, such as ``tcp://host:8786``.

    Raises
    ------
    NoCluster
        If nobody answers there within some seconds, no worker joins, or a worker has another Détente.
    """

    address: str

    @property
    def words(self) -> str:
        """What it is."""
        return f"the cluster at {self.address}"

    @property
    def workers(self) -> int:
        """How many blocks it computes at the same time now; 1 at least."""
        return max(1, self._threads())

    def finished(self, manifest: Manifest, text: str, blocks: Iterable[int], tick: Tick) -> Finished:
        """Yield each block with the bytes of its part, as they come.

        Raises
        ------
        NoCluster
            If the cluster or its last worker goes away and does not come back.
        """
        client, told, queue = self._client, manifest.as_text(), iter(blocks)
        ended: SimpleQueue[Any] = SimpleQueue()
        under_way: dict[str, int] = {}

        def submit(number: int) -> None:
            for block in islice(queue, max(0, number)):
                key = f"{manifest.mark}-{block}"
                under_way[key] = block
                kept.append(client.submit(made, told, text, block, retries=RETRIES, key=key))
                kept[-1].add_done_callback(ended.put)

        kept: list[Any] = []
        seen = time.monotonic()
        while True:
            tick()
            threads = self._threads()
            seen = time.monotonic() if threads else seen
            if time.monotonic() - seen > ALONE:
                raise NoCluster(f"{self.words} has had no worker for {ALONE:.0f} seconds; what is stored is whole")
            submit(max(1, threads) * AHEAD - len(under_way))
            if not under_way:
                return
            with suppress(Empty):
                future = ended.get(timeout=PATIENCE)
                block = under_way.pop(future.key)
                data = self._result(future, block)
                kept.remove(future)
                yield block, data

    def wait_for(self, workers: int) -> None:
        """Wait until so many workers have joined.

        Raises
        ------
        NoCluster
            If they do not within some seconds.
        """
        try:
            self._client.wait_for_workers(workers, timeout=JOINING)
        except TimeoutError:
            raise NoCluster(f"{self.words} does not get {workers} workers") from None

    def close(self) -> None:
        """Leave the cluster; what it was still working on is given up."""
        if "_client" in self.__dict__:
            self._client.close(timeout=2)

    @cached_property
    def _client(self) -> Any:
        distributed = library("distributed")
        try:
            self._knock()
            client = distributed.Client(self.address, timeout=CONNECTING, set_as_default=False)
        except (OSError, RuntimeError) as error:
            raise NoCluster(
                f"no scheduler of a cluster answers at {self.address} ({_short(error)}); dask scheduler starts one"
            ) from None
        try:
            self._check(client)
        except BaseException:
            client.close(timeout=2)
            raise
        return client

    def _knock(self) -> None:
        """See at once whether anything listens; the client itself would go on trying."""
        named = ADDRESS.fullmatch(self.address)
        if named is None:
            raise WrongPlan(f"--cluster wants a scheduler's address, such as tcp://host:8786, and not {self.address}")
        socket.create_connection((named["host"].strip("[]"), int(named["port"])), timeout=CONNECTING).close()

    def _check(self, client: Any) -> None:
        """Wait for a worker, and see that all have the same Détente."""
        try:
            client.wait_for_workers(1, timeout=JOINING)
        except TimeoutError:
            raise NoCluster(f"{self.words} has no workers; dask worker {self.address} starts one") from None
        for worker, said in client.run(_version, on_error="return").items():
            if said != __version__:
                has = f"has Détente {said}" if isinstance(said, str) else f"cannot import Détente ({_short(said)})"
                raise NoCluster(f"the worker {worker} {has}, and this is {__version__}; install the same one there")

    def _threads(self) -> int:
        """Return how many threads all workers have; raise if there is no scheduler any more."""
        gone = NoCluster(f"{self.words} went away; what is stored is whole")
        if self._client.status not in {"running", "connecting"}:
            raise gone
        try:
            workers = self._client.scheduler_info(n_workers=-1)["workers"]
        except (OSError, TimeoutError):
            raise gone from None
        return sum(int(worker["nthreads"]) for worker in workers.values())

    def _result(self, future: Any, block: int) -> bytes:
        distributed = library("distributed")
        try:
            return bytes(future.result())
        except distributed.CancelledError:
            raise NoCluster(f"{self.words} went away; what is stored is whole") from None
        except DetenteError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a worker raises comes out here
            why = f"{type(error).__name__}: {_short(error)}"
            raise NoCluster(f"block {block} failed on the cluster ({why}); what is stored is whole") from None


def _version() -> str:
    return __version__


def _short(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
