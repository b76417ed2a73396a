"""Every page there is, who sees it, and the file that draws it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from planner.ui.roster import SEATED
from planner.ui.session import SEATS
from products.basis.people import Role

FOLDER = Path(__file__).with_name("pages")
_EVERYONE = frozenset((*SEATS, *SEATED))
_READERS = frozenset({Role.BANK, Role.STEWARD, Role.SUPERVISOR, Role.ADMIN})
_ADVISED = frozenset({Role.FAMILY, Role.OFFICER})


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: `key` is its address and the key of its name (`page.<key>`)."""

    key: str
    file: str
    icon: str
    roles: frozenset[Role]

    @property
    def path(self) -> Path:
        """The file that draws it."""
        return FOLDER / self.file


PAGES = (
    PageSpec("start", "family/start.py", "home", _EVERYONE),
    PageSpec("cases", "officer/cases.py", "folder_open", frozenset({Role.OFFICER})),
    PageSpec("guide", "family/guide.py", "edit_note", _ADVISED),
    PageSpec("plan", "family/plan.py", "monitoring", _ADVISED),
    PageSpec("best", "family/best.py", "recommend", _ADVISED),
    PageSpec("risk", "family/risk.py", "umbrella", _ADVISED),
    PageSpec("offers", "family/offers.py", "account_balance", _ADVISED),
    PageSpec("compare", "family/compare.py", "compare_arrows", _ADVISED),
    PageSpec("save", "family/save.py", "download", _ADVISED),
    PageSpec("review", "steward/review.py", "fact_check", frozenset({Role.STEWARD})),
    PageSpec("listings", "bank/listings.py", "inventory_2", frozenset({Role.BANK})),
    PageSpec("edit", "bank/edit.py", "edit_square", frozenset({Role.BANK})),
    PageSpec("upload", "bank/upload.py", "upload_file", frozenset({Role.BANK})),
    PageSpec("browse", "bank/browse.py", "storefront", frozenset({Role.BANK, Role.STEWARD})),
    PageSpec("learn", "bank/learn.py", "insights", frozenset({Role.BANK, Role.STEWARD})),
    PageSpec("log", "steward/log.py", "history", _READERS),
)
"""Every page, in the order of the navigation; the first is the way in."""


def path_of(key: str) -> Path:
    """The file of a page, to switch to it."""
    return next(spec.path for spec in PAGES if spec.key == key)
