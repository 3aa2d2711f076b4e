"""A whole shop reached over HTTP."""

from contextlib import contextmanager

import pytest


@contextmanager
def http(url, folder):
    pytest.skip("the HTTP API does not answer yet")
    yield
