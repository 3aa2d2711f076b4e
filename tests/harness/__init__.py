"""The developers' harness: say what happened, what is done, and what follows."""

import pytest

pytest.register_assert_rewrite("tests.harness.processes", "tests.harness.projections", "tests.harness.scenario", "tests.harness.shop")
