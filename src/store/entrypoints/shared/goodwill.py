"""Why staff give credit and take it back, by short names."""

from collections.abc import Mapping
from typing import Final

from store.domain.credit.reasons import GoodwillReason, TakingBackReason

GIVEN: Final[Mapping[str, str]] = {reason.name.lower(): reason.value for reason in GoodwillReason}
TAKEN: Final[Mapping[str, str]] = {reason.name.lower(): reason.value for reason in TakingBackReason}
