"""The developers' harness: say what happened, what is done, and what follows."""

import pytest

for module in ("processes", "projections", "scenario", "shop", "drivers.driver"):
    pytest.register_assert_rewrite(f"tests.harness.{module}")
