"""Settings of the whole test run: examples are the same every time, and no example has a deadline."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "detente",
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("detente")
