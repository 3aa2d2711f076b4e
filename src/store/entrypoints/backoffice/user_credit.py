"""What is done with somebody's credit from their page: given out of goodwill, and taken back where that was wrong."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta

from store.application.credit.messages import GiveCredit, TakeCreditBack
from store.application.shared.errors import WrongFields
from store.domain.shared.ids import AccountId
from store.domain.shared.money import Money
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.backoffice.user_acts import ActForm, act_on
from store.entrypoints.shared.amounts import such_as
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.goodwill import GIVEN, TAKEN
from store.entrypoints.shared.permissions import Permission, open_to, staff_of


class CreditForm(ActForm, frozen=True):
    """How much, why, and how often the credit had moved when somebody looked: a second press gives nothing twice."""

    amount: Annotated[str, Meta(pattern=r"^[0-9]{1,9}(\.[0-9]{1,3})?$(?![\s\S])")]
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$(?![\s\S])")]
    why: Annotated[str, Meta(max_length=40)]
    moved: Annotated[int, Meta(ge=0, le=1_000_000)]


@post("/users/{id:uuid}/credit", opt=open_to(Permission.GIVE_CREDIT, proof=True))
async def give(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Give it, as much as one may."""
    return await act_on(CreditForm, "credit", id, request, office, desk, lambda form: GiveCredit(
        account_id=AccountId(id), amount=_amount(form), reason=_why(form, GIVEN), by=staff_of(request),
        version=form.moved,
    ), lambda *_: ("The credit is given", "They see it in their account at once. What was wrong can be taken back."))


@post("/users/{id:uuid}/credit/taking-back", opt=open_to(Permission.GIVE_CREDIT, proof=True))
async def take_back(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Take back what was given by mistake."""
    return await act_on(CreditForm, "credit-back", id, request, office, desk, lambda form: TakeCreditBack(
        account_id=AccountId(id), amount=_amount(form), reason=_why(form, TAKEN), version=form.moved,
    ), lambda *_: ("The credit is taken back", "They see that, and why. Give it again to undo this."))


def _amount(form: CreditForm) -> Money:
    try:
        return Money.parse(form.amount, form.currency)
    except ValueError:
        words = f"Write an amount as {form.currency} has it, such as {such_as(5, form.currency)}."
        raise WrongFields({"amount": words}) from None


def _why(form: CreditForm, words: Any) -> str:
    if form.why not in words:
        raise WrongFields({"why": "Choose one of these."})
    return str(words[form.why])
