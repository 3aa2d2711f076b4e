"""Writes docs/permissions.md: what each role may do.

``python -m tests.architecture.permissions`` (``make permissions``) writes it; a test says if it is stale.
"""

from pathlib import Path

from store.application.identity.roles import GRANTS
from store.application.shared.authority import MEANS, Permission, Reach

PAGE = Path(__file__).parents[2] / "docs/permissions.md"
INTRODUCTION = """\
# Who may do what

Written by `make permissions` from [the table of roles](../src/store/application/identity/roles.py); a test fails when
it is stale. Every route says which of these it needs; one that says nothing is not served. Who holds a permission for
their own things only is let in by routes that look whose things they are, and told of all others that there are none
([why](adr/0140-roles-are-data.md)).
"""
SAID = {Reach.ALL: "yes", Reach.ACCOUNT: "own account", Reach.VENDOR: "own vendor", None: ""}


def page() -> str:
    """The page as it should be."""
    roles = [role.value.replace("_", " ") for role in GRANTS]
    lines = [
        INTRODUCTION, f"| permission | what it lets somebody do | {' | '.join(roles)} |",
        "| --- | --- |" + " --- |" * len(roles),
    ]
    for permission in Permission:
        held = [SAID[grant.reach(permission)] for grant in GRANTS.values()]
        lines.append(f"| `{permission.value}` | {MEANS[permission]} | {' | '.join(held)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page())
