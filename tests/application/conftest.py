"""What the application does needs nothing but Python and the twins."""

import pytest

from tests.harness.offline import offline


@pytest.fixture(autouse=True)
def _alone():
    with offline():
        yield
