"""Which tests of a run on several workers stay together: those of a file, as what a file sets up takes longer than most
of its tests. Files of long tests are spread, and their tests begin first, so that none is waited for at the end.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

SPREAD = (
    "tests/crash/", "tests/race/", "tests/entrypoints/backoffice/test_hostile_forms.py",
    "tests/entrypoints/rest/test_description.py", "tests/entrypoints/rest/test_hostile_walk.py",
)
FIRST = (*SPREAD, "tests/entrypoints/test_serve.py")


class ByFile(LoadScopeScheduling):
    """Hands out files in the order in which they were collected, and of those that are spread test by test."""

    def _split_scope(self, nodeid):
        return nodeid if nodeid.startswith(SPREAD) else nodeid.partition("::")[0]


@pytest.hookimpl
def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False
    return ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """After they were shuffled."""
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))
