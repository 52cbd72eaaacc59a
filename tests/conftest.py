"""Settings of the whole test run: examples are the same every time, and no example has a deadline.

DETENTE_TEST_ENGINE runs the tests with one engine, wherever the package picks one too. What the engine does not take
is skipped where a test asks it by name, with its reason, and answered by the usual engine elsewhere.
"""

from __future__ import annotations

import signal
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.errors import Unsatisfiable

from detente.engines import auto
from tests import build

quiet = [HealthCheck.too_slow, *([HealthCheck.filter_too_much] if build.FORCED else [])]
settings.register_profile("detente", deadline=None, derandomize=True, print_blob=True, suppress_health_check=quiet)
settings.load_profile("detente")

# A run that a shell put into the background ignores Ctrl-C, and so would the programs that tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def forced_engine() -> Generator[None]:
    """Put the forced engine where the package would pick one."""
    with pytest.MonkeyPatch.context() as patch:
        if build.FORCED:
            patch.setattr(auto, "engine", build.InPlaceOf)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call() -> Generator[None, object, object]:
    """Skip a test of random conflicts where the engine takes none of them."""
    build.refusals.clear()
    try:
        return (yield)
    except Unsatisfiable:
        if build.refusals:
            pytest.skip(build.refusals[-1])
        raise
