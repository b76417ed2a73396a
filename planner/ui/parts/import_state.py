"""One file on its way in: chosen, admitted, read, kept; each step once for one file."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import streamlit as st

from planner.ui.world import World, moment
from products.basis.people import Actor
from products.basis.problems import Problem
from products.imports import names
from products.imports.documents import Imported
from products.imports.upload import read_upload
from products.publishing.admission import APP
from products.publishing.arriving import Arrived, Bringer, Handed, Taken
from products.publishing.intake import Intake
from products.publishing.mappings import InForce

UPLOAD = "wapsi.upload"
"""Our key of the session: the file that is on its way."""
FORMATS = ("csv", "xlsx", "cdr", "obie")
TABLES = ("csv", "xlsx")
"""Formats that have a template."""


@dataclass(slots=True)
class Upload:
    """One file of one person: whether it may come in, and what came of keeping it.

    The request id is made with it: whatever is pressed twice takes the file once.
    """

    handed: Handed
    sha256: str
    mapped: InForce
    refused: Problem | None = None
    request_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    answer: Taken | Problem | None = None

    @property
    def label(self) -> str:
        """The file's name as it may be shown."""
        return names.label(self.handed.file_name)

    @property
    def key(self) -> str:
        """All that reading it depends on, in few letters."""
        h = self.handed
        told = (h.provider_id, h.file_format, h.country, h.kind, h.file_name, self.sha256)
        made = "\t".join((*told, self.mapped.fingerprint))
        return hashlib.sha256(made.encode("utf-8", "surrogatepass")).hexdigest()

    def reading(self) -> Callable[[], Imported]:
        """The work of reading it; it needs no session."""
        h = self.handed
        return partial(
            read_upload, h.file_name, h.raw, h.provider_id, h.country, h.file_format, h.kind,
            self.mapped.rules,
        )  # fmt: skip


def country_of(provider_id: str, world: World) -> str:
    """The country whose pack knows the provider; empty where none does."""
    known = world.catalogue.countries()
    return next((c for c in known if provider_id in world.catalogue.providers(c)), "")


def arrive(handed: Handed, actor: Actor, intake: Intake) -> Upload:
    """The file that is on its way: the one before where nothing of it changed."""
    sha256 = hashlib.sha256(handed.raw).hexdigest()
    before: Upload | None = st.session_state.get(UPLOAD)
    mapped = intake.in_force(handed.provider_id, handed.file_format)
    upload = Upload(handed, sha256, mapped)
    if before is not None and before.key == upload.key:
        return before
    upload.refused = intake.admit(handed, Bringer(actor, moment(), upload.request_id, APP))
    st.session_state[UPLOAD] = upload
    return upload


def forget() -> None:
    """No file is on its way any more."""
    st.session_state.pop(UPLOAD, None)


def arrived(upload: Upload, read: Imported) -> Arrived:
    """The file as it was read."""
    h, fingerprint = upload.handed, upload.mapped.fingerprint
    return Arrived(read, upload.label, upload.sha256, len(h.raw), h.about, fingerprint)


def rehearse(upload: Upload, read: Imported, actor: Actor, intake: Intake) -> Taken | Problem:
    """What would come of keeping it now; nothing is written."""
    told = intake.take_all(
        actor, (arrived(upload, read),), now=moment(), request_id="", rehearse=True
    )
    return next(told)


def keep(upload: Upload, read: Imported, actor: Actor, intake: Intake) -> None:
    """Keep what was read as drafts, or know why not."""
    upload.answer = intake.take(
        actor, arrived(upload, read), now=moment(), request_id=upload.request_id
    )
