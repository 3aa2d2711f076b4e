"""What is said of the personal fields of erasures and legal holds."""

from typing import Annotated, TypeAlias

from store.domain.shared.marks import Category, Ground, Kept, Mark
from store.domain.shared.personal import Personal

Reason: TypeAlias = Annotated[Personal[str], Mark(
    Category.CONDUCT, "say why what is known of somebody was to be erased, or had to stay", Ground.DUTY, Kept.ACCOUNT,
)]
