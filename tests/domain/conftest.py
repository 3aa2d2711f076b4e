"""Rules need nothing but Python."""

import pytest

from tests.harness.offline import offline


@pytest.fixture(autouse=True)
def _alone():
    with offline():
        yield
