"""What stands on papers beside what was bought, in Spanish."""

from collections.abc import Mapping
from typing import Final

SPANISH: Final[Mapping[str, str]] = {
    "invoice": "Factura", "credit_note": "Factura rectificativa", "to": "Facturado a", "date": "Fecha",
    "order": "Pedido", "ordered": "Pedido el", "paid": "Pagado el", "for_invoice": "Factura rectificada",
    "vat_id": "N.º de IVA {id}", "goods": "Artículos", "pieces": "Cantidad", "each": "Precio unitario", "vat": "IVA",
    "amount": "Importe", "subtotal": "Artículos", "shipping": "Envío", "total": "Total", "credited": "Abonado",
    "rate": "Tipo de IVA", "net": "Base", "tax": "IVA", "gross": "Con IVA",
    "erased": "El nombre y la dirección se borraron a petición de la persona interesada.",
    "paid_note": "{total} se pagaron por adelantado el {day}. No queda nada por pagar.",
    "credit_spent": "De ello, {credit} se pagaron con saldo en nuestra tienda.",
    "credit_granted": "De ello, {credit} son ahora saldo en nuestra tienda; el resto se devuelve por el "
                      "medio de pago utilizado.",
    "exchange_paid": "Pagado con lo que volvió en la devolución {number}.",
    "exchanged": "De ello, {amount} pagan lo que se envía en su lugar; el resto se devuelve por el medio de "
                 "pago utilizado.",
    "corrects_part": "Anula una parte de la factura {invoice} del {day}.",
    "corrects_all": "Anula por completo la factura {invoice} del {day}.",
    "credit_note_note": "El importe se devuelve por el medio de pago utilizado.",
    "with_vat": "Todos los precios incluyen el IVA.", "on_top": "Los precios no incluyen el IVA, que se añade.",
    "reverse_charge": "Entrega intracomunitaria exenta según el artículo 138 de la Directiva 2006/112/CE. "
                      "Inversión del sujeto pasivo: el IVA lo declara el cliente.",
}
