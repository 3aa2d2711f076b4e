"""What stands on papers beside what was bought, in Dutch."""

from collections.abc import Mapping
from typing import Final

DUTCH: Final[Mapping[str, str]] = {
    "invoice": "Factuur", "credit_note": "Creditnota", "to": "Factuur aan", "date": "Datum", "order": "Bestelling",
    "ordered": "Besteld op", "paid": "Betaald op", "for_invoice": "Bij factuur", "vat_id": "Btw-nummer {id}",
    "goods": "Artikelen", "pieces": "Aantal", "each": "Prijs per stuk", "vat": "Btw", "amount": "Bedrag",
    "subtotal": "Artikelen", "shipping": "Verzending", "total": "Totaal", "credited": "Gecrediteerd",
    "rate": "Btw-tarief", "net": "Excl. btw", "tax": "Btw", "gross": "Incl. btw",
    "erased": "Naam en adres zijn op verzoek van de koper gewist.",
    "paid_note": "{total} is op {day} vooraf betaald. Er hoeft niets meer te worden betaald.",
    "credit_spent": "Daarvan is {credit} met tegoed bij ons betaald.",
    "credit_granted": "Daarvan is {credit} nu tegoed bij ons; al het andere gaat terug zoals het is betaald.",
    "exchange_paid": "Betaald met wat met retour {number} terugkwam.",
    "exchanged": "Daarvan betaalt {amount} wat in plaats daarvan wordt gestuurd; al het andere gaat terug "
                 "zoals het is betaald.",
    "corrects_part": "Hiermee vervalt een deel van factuur {invoice} van {day}.",
    "corrects_all": "Hiermee vervalt factuur {invoice} van {day} geheel.",
    "credit_note_note": "Het bedrag gaat terug zoals het is betaald.", "with_vat": "Alle prijzen zijn inclusief btw.",
    "on_top": "De prijzen zijn exclusief btw; die komt erbij.",
    "reverse_charge": "Intracommunautaire levering, vrijgesteld volgens artikel 138 van richtlijn "
                      "2006/112/EG. Btw verlegd: de afnemer geeft de btw aan.",
}
