"""What all tests of adapters need."""

import pytest
import structlog


@pytest.fixture(autouse=True)
def listening():
    """An application that another test made may hear errors only, or none."""
    structlog.reset_defaults()
