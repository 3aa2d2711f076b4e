"""What stands on papers beside what was bought, in German."""

from collections.abc import Mapping
from typing import Final

GERMAN: Final[Mapping[str, str]] = {
    "invoice": "Rechnung", "credit_note": "Rechnungskorrektur", "to": "Rechnung an", "date": "Datum",
    "order": "Bestellung", "ordered": "Bestellt am", "paid": "Bezahlt am", "for_invoice": "Zu Rechnung",
    "vat_id": "USt-IdNr. {id}", "goods": "Artikel", "pieces": "Menge", "each": "Einzelpreis", "vat": "USt",
    "amount": "Betrag", "subtotal": "Artikel", "shipping": "Versand", "total": "Gesamt", "credited": "Gutgeschrieben",
    "rate": "Steuersatz", "net": "Netto", "tax": "USt", "gross": "Brutto",
    "erased": "Name und Anschrift wurden auf Wunsch der Käuferin oder des Käufers gelöscht.",
    "paid_note": "{total} wurden am {day} im Voraus bezahlt. Es ist nichts mehr zu zahlen.",
    "credit_spent": "Davon wurden {credit} mit Guthaben bei uns bezahlt.",
    "credit_granted": "Davon sind {credit} jetzt Guthaben bei uns; alles andere geht auf dem Weg zurück, auf "
                      "dem es bezahlt wurde.",
    "exchange_paid": "Bezahlt mit dem, was mit Rücksendung {number} zurückkam.",
    "exchanged": "Mit {amount} davon ist bezahlt, was stattdessen geschickt wird; alles andere geht auf dem "
                 "Weg zurück, auf dem es bezahlt wurde.",
    "corrects_part": "Sie nimmt einen Teil der Rechnung {invoice} vom {day} zurück.",
    "corrects_all": "Sie nimmt die Rechnung {invoice} vom {day} ganz zurück.",
    "credit_note_note": "Der Betrag geht auf dem Weg zurück, auf dem er bezahlt wurde.",
    "with_vat": "Alle Preise enthalten die Umsatzsteuer.",
    "on_top": "Die Preise sind ohne Umsatzsteuer; sie kommt hinzu.",
    "reverse_charge": "Steuerfreie innergemeinschaftliche Lieferung nach Artikel 138 der Richtlinie "
                      "2006/112/EG. Steuerschuldner ist, wer die Ware empfängt.",
}
