"""All pages of the back office."""

from typing import Any, Final

from litestar import Response, get
from litestar.di import Provide
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from store.entrypoints.backoffice import (
    activity,
    cancel_policy,
    cancelling,
    categories,
    category_attributes,
    conservation,
    coupons,
    currencies,
    documents,
    erasures,
    fulfilment,
    fulfilment_papers,
    fulfilment_sheet,
    held_orders,
    history,
    insight,
    integrity,
    invoices,
    ledger,
    letters,
    locations,
    login,
    orders,
    product_acts,
    product_desk,
    product_files,
    product_imports,
    product_pictures,
    product_prices,
    products,
    projections,
    promotions,
    proof,
    receipts,
    reconciliation,
    return_policy,
    return_sheet,
    returns,
    sales,
    search_words,
    searches,
    second_step,
    segments,
    shipping,
    stacking,
    stock,
    stock_file,
    stock_sheet,
    taxes,
    trying,
    user_acts,
    user_credit,
    user_privacy,
    users,
    webhook_acts,
    webhooks,
)
from store.entrypoints.backoffice.login import FIRST_PAGE, onward
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.form_tokens import FormTokens
from store.entrypoints.shared.permissions import Permission, Principal, open_to
from store.entrypoints.shared.routers import OwnRouter
from store.entrypoints.shared.same_origin import same_origin


@get("/", opt=open_to(Permission.READ_CATALOGUE, own=True))
async def first(request: AnyRequest) -> Response[Any]:
    """Where work begins."""
    who: Principal = request.state.principal
    return Redirect(onward(FIRST_PAGE, works_here=who.may(Permission.READ_ORDERS)), status_code=303)


PAGES: Final[tuple[ControllerRouterHandler, ...]] = (
    first, login.show, login.log_in, login.log_out,
    second_step.show, second_step.finish, second_step.set_up, second_step.enrol, proof.show, proof.prove,
    fulfilment.listing, fulfilment.export, fulfilment.act, fulfilment_sheet.show, fulfilment_sheet.act,
    fulfilment_papers.slip, fulfilment_papers.label, cancel_policy.show, cancel_policy.put,
    sales.show,
    orders.listing, orders.show, orders.ship, receipts.show, cancelling.cancel, cancelling.refund,
    returns.listing, returns.export, returns.act, return_policy.show, return_policy.put,
    return_sheet.show, return_sheet.act, return_sheet.photograph, return_sheet.slip,
    invoices.listing, invoices.take, invoices.show, ledger.show, ledger.take,
    products.listing, products.show, product_desk.new, product_desk.create, product_desk.edit, product_desk.revise,
    product_acts.preview, product_prices.say, product_acts.act, product_files.export, product_pictures.show,
    product_imports.listing, product_imports.send, product_imports.show, product_imports.report, product_imports.act,
    product_pictures.add, product_pictures.move, product_pictures.describe, product_pictures.remove,
    product_pictures.bring_back,
    categories.listing, categories.open_one, categories.show, categories.describe, categories.picture,
    categories.move, categories.merge,
    category_attributes.define, category_attributes.change, category_attributes.move, category_attributes.remove,
    search_words.show, search_words.save, searches.show, searches.take, searches.hide,
    stock.listing, stock.count, stock.receive, stock_sheet.sheet, stock_sheet.act,
    locations.listing, locations.open_one, locations.act,
    stock_file.show, stock_file.take, stock_file.try_out, stock_file.do,
    erasures.listing, erasures.begin, erasures.show, erasures.check,
    coupons.listing, coupons.new, coupons.create, coupons.show, coupons.act, coupons.make,
    promotions.listing, promotions.new, promotions.begin, promotions.show, promotions.act,
    trying.blank, trying.try_out, stacking.stack,
    segments.listing, segments.begin, segments.show, segments.act,
    taxes.show, taxes.act, taxes.try_out, shipping.show, shipping.act,
    currencies.show, currencies.act, currencies.fetch,
    users.listing, users.search, users.show, user_acts.role, user_acts.disable, user_acts.enable, user_acts.rename,
    user_acts.reset, user_acts.ask_for_release, user_acts.release, user_acts.end_all, user_acts.end, user_acts.visit,
    user_credit.give, user_credit.take_back, user_privacy.erase, user_privacy.hold, user_privacy.lift,
    history.history, history.difference, activity.activity, activity.export, activity.chain,
    projections.listing, projections.act,
    conservation.show, integrity.show, integrity.verify,
    webhooks.listing, webhooks.subscribe, webhooks.show, webhook_acts.act, webhook_acts.again,
    held_orders.show, held_orders.decide, reconciliation.show, reconciliation.repair, reconciliation.dismiss,
    letters.listing, letters.again, letters.templates, letters.template, letters.document,
    documents.listing, documents.show, documents.publish, documents.compliance,
    insight.show, insight.ask, insight.take, insight.save, insight.drop,
)


def back_office(office: Office, tokens: FormTokens) -> OwnRouter:
    """The pages with what they need."""

    def give_office() -> Office:
        return office

    return OwnRouter(
        PATH, route_handlers=PAGES, guards=[same_origin(secure=office.secure)], middleware=[tokens],
        include_in_schema=False, dependencies={
            "office": Provide(give_office, sync_to_thread=False),
        },
    )
