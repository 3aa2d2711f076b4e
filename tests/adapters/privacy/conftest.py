"""Both kinds of shop, for the contracts of the ports."""

import pytest

from tests.adapters.privacy.both_shops import in_memory, on_postgres


@pytest.fixture(params=["memory", "postgres"])
def both(request):
    if request.param == "memory":
        with in_memory() as found:
            yield found
        return
    with on_postgres(request.getfixturevalue("migrated_url"), request.getfixturevalue("tmp_path")) as found:
        yield found
