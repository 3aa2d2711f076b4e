"""Coupons and promotions for the examples of the description: none of them makes anything cheaper for other tests."""

from uuid import uuid4

_NOTHING = {"kind": "percent", "percent": "1", "products": ["nothing-of-this-shop"]}


def promoted(api, path, tags, body):
    """What stands at the places of *path*, and the body that speaks of it; of others nothing is said."""
    if "Promotions" not in tags and not path.endswith("/coupon"):
        return {}, body
    if path.endswith("/promotions"):
        _end_all(api)
        return {}, body and body | {"terms": _NOTHING}
    if "/segments" in path:
        return _of_segment(api, path), body
    if "/promotions/" in path:
        _end_all(api)
        form = {"name": "An example", "terms": _NOTHING}
        made = api.expects(201, "POST", "/promotions", json=form, headers=api.staff)
        return {"id": made["id"]}, body and (body | {"terms": _NOTHING} if "terms" in body else body)
    code = f"EXAMPLE-{uuid4().hex[:8].upper()}"
    if path.endswith("/coupons"):
        return {}, body and body | {"code": code}
    form = {"code": code, "name": "An example", "terms": _NOTHING, "single_use": path.endswith("/codes")}
    api.expects(201, "POST", "/coupons", json=form, headers=api.staff)
    return ({}, body and {"code": code}) if path.endswith("/coupon") else ({"code": code}, body)


def _of_segment(api, path):
    """A segment with a list, and an account for it; the others are ended, so that there are never too many."""
    for it in api.expects(200, "GET", "/segments", headers=api.staff):
        api.expects(200, "POST", f"/segments/{it['id']}/end", headers=api.staff)
    if path.endswith("/segments"):
        return {}
    form = {"name": "An example", "rule": {"kind": "listed"}}
    made = api.expects(201, "POST", "/segments", json=form, headers=api.staff)
    assert api.in_person  # the first time, whoever it is is enrolled
    return {"id": made["id"], "account": str(api.chief.account)}


def _end_all(api):
    """So that there are never too many."""
    for it in api.expects(200, "GET", "/promotions", headers=api.staff):
        if it["withdrawn"] is None:
            api.expects(200, "POST", f"/promotions/{it['id']}/withdrawal", json={}, headers=api.staff)
