"""What all tests of adapters need."""

import pytest
import structlog

from store.adapters.drivers.pipeline import Pipeline
from store.adapters.drivers.pools import pool


@pytest.fixture(autouse=True)
def listening():
    """An application that another test made may hear errors only, or none."""
    structlog.reset_defaults()


@pytest.fixture
def one_connection(app_url):
    """A pool that opens one connection, once somebody asks for it."""
    with pool(app_url, 1, least=0) as connections:
        yield connections


@pytest.fixture
def pipeline(one_connection):
    """Statements one behind the other over that connection."""
    pipeline = Pipeline(one_connection)
    yield pipeline
    pipeline.close()
