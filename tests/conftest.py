"""Settings of the whole test run: examples are the same every time, and no example has a deadline.

DETENTE_TEST_ENGINE runs the tests with one engine. What it does not take is skipped, and the engine says why.
"""

from __future__ import annotations

from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.errors import Unsatisfiable

from tests import build

quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much]
settings.register_profile("detente", deadline=None, derandomize=True, print_blob=True, suppress_health_check=quiet)
settings.load_profile("detente")


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
