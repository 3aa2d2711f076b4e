"""How promotions go together: a form beside the list of them."""

from typing import Annotated, Any, Final

from litestar import Response, post
from litestar.di import NamedDependency
from msgspec import Meta, Struct

from store.application.pricing.stacking import SetStacking
from store.domain.pricing.terms import Stacking
from store.domain.shared.errors import Conflict, RuleViolated
from store.entrypoints.backoffice.coupons import version_in
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to

HERE: Final = f"{PATH}/promotions"
_WORDS: Final = {"line": "Choose how they go together.", "order": "Choose how they go together.",
                 "codes": "Say how many codes an order takes: 1 to 10."}


class StackingForm(Struct, frozen=True):
    """How they go together in each of the two lanes, and how many codes an order takes."""

    line: Stacking
    order: Stacking
    codes: Annotated[int, Meta(ge=1, le=10)] = 1


@post("/promotions/stacking", opt=open_to(Permission.MANAGE_PROMOTIONS))
async def stack(request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]) -> Response[Any]:
    """Have them go together so from now on."""
    typed = await form_of(request)
    form, errors = filled(StackingForm, typed, _WORDS)
    if form is None:
        return office.see(HERE, notice=Notice("bad", next(iter(errors.values())), "Nothing was changed."))
    try:
        command = SetStacking(line=form.line, order=form.order, codes=form.codes, version=version_in(typed))
        receipt = await desk.do(command, request)
    except (Conflict, RuleViolated) as refused:
        return office.see(HERE, notice=Notice("bad", str(refused), "Nothing was changed."))
    return office.see(HERE, position=receipt.position, notice=Notice(
        "good", "Promotions and codes go together as you said", "Orders that were placed stay as they are.",
    ))
