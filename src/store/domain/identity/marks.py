"""What is said of the personal fields of accounts."""

from typing import Annotated, TypeAlias

from store.domain.shared.marks import Category, Ground, Kept, Mark
from store.domain.shared.personal import Personal

Email: TypeAlias = Annotated[Personal[str], Mark(
    Category.EMAIL, "let somebody in and write to them about their account", Ground.CONTRACT, Kept.ACCOUNT,
)]
FormerEmail: TypeAlias = Annotated[Personal[str], Mark(
    Category.EMAIL, "let whoever had the address take back an account that was stolen", Ground.INTEREST, Kept.ACCOUNT,
)]
GivenName: TypeAlias = Annotated[Personal[str], Mark(
    Category.NAME, "call somebody by their name", Ground.CONTRACT, Kept.ACCOUNT,
)]
FamilyName: TypeAlias = GivenName
LoginElsewhere: TypeAlias = Annotated[Personal[str], Mark(
    Category.ACCESS, "let somebody in by an account elsewhere", Ground.CONTRACT, Kept.ACCOUNT,
)]
LoginLabel: TypeAlias = Annotated[Personal[str], Mark(
    Category.EMAIL, "show somebody which account elsewhere opens theirs", Ground.CONTRACT, Kept.ACCOUNT,
)]
Picture: TypeAlias = Annotated[Personal[str], Mark(
    Category.PICTURE, "show somebody the picture they chose", Ground.CONTRACT, Kept.ACCOUNT,
)]
StaffEmail: TypeAlias = Annotated[Personal[str], Mark(
    Category.EMAIL, "let in who works here", Ground.CONTRACT, Kept.POST,
)]
StaffName: TypeAlias = Annotated[Personal[str], Mark(
    Category.NAME, "say who of the staff did something", Ground.CONTRACT, Kept.POST,
)]
