"""Something to show on every page: the ordinary, the very long, the missing and the empty.

``PAGES`` maps a name to a template and its context, which is what routes hand to that template.
"""

from tests.entrypoints.account_pages import ACCOUNT_PAGES
from tests.entrypoints.address_pages import ADDRESS_PAGES
from tests.entrypoints.business_pages import BUSINESS_PAGES
from tests.entrypoints.cancelling_pages import CANCELLING_PAGES
from tests.entrypoints.charge_pages import CHARGE_PAGES
from tests.entrypoints.credit_pages import CREDIT_PAGES
from tests.entrypoints.erasure_pages import ERASURE_PAGES
from tests.entrypoints.exchange_pages import EXCHANGE_PAGES
from tests.entrypoints.front_pages import FRONT_PAGES
from tests.entrypoints.held_pages import HELD_PAGES
from tests.entrypoints.letter_pages import LETTER_PAGES
from tests.entrypoints.office_pages import OFFICE_PAGES
from tests.entrypoints.paper_pages import PAPER_PAGES
from tests.entrypoints.paying_pages import PAYING_PAGES
from tests.entrypoints.privacy_pages import PRIVACY_PAGES
from tests.entrypoints.receipt_pages import RECEIPT_PAGES
from tests.entrypoints.return_pages import RETURN_PAGES
from tests.entrypoints.step_pages import STEP_PAGES
from tests.entrypoints.telling_pages import TELLING_PAGES

PAGES = (
    CANCELLING_PAGES | FRONT_PAGES | ACCOUNT_PAGES | ADDRESS_PAGES | TELLING_PAGES | OFFICE_PAGES | LETTER_PAGES
    | ERASURE_PAGES | PRIVACY_PAGES | RECEIPT_PAGES | PAPER_PAGES | PAYING_PAGES
    | CHARGE_PAGES | RETURN_PAGES | STEP_PAGES | HELD_PAGES | CREDIT_PAGES | EXCHANGE_PAGES | BUSINESS_PAGES
)
