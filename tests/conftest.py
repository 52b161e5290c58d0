"""What all tests share: small networks, and the engines that simulate them."""

import os

import pytest
from hypothesis import HealthCheck, settings
from made import made  # noqa: F401 - a fixture

os.environ.setdefault("LC_ALL", "en_GB.UTF-8")  # messages are tested in English

settings.register_profile(
    "suite",
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("suite")


@pytest.fixture(autouse=True)
def in_english():
    from qvgraph import language

    language.use("en")
    yield
    language.use(None)
