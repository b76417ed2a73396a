"""Choosing a format, its template, and the file."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from planner.text import Text
from planner.ui import style
from planner.ui.parts.downloads import XLSX
from planner.ui.parts.import_state import FORMATS, TABLES
from products.imports.limits import UPLOAD_BYTES
from products.imports.template import template
from products.kinds import KINDS

_TYPES = {"csv": "text/csv", "xlsx": XLSX}
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """A format, the kind of a table's rows, and the file if there is one."""

    file_format: str
    kind: str
    name: str = ""
    raw: bytes | None = None


def draw(text: Text) -> Chosen:
    """The questions in their order: which format, which template, which file."""
    with st.container(border=True, key="card-import-file"):
        st.html(style.heading("upload_file", text("upload.file")))
        file_format = st.segmented_control(
            text("upload.format"), FORMATS, default=FORMATS[0], required=True, key="upload.format",
            format_func=lambda name: text(f"upload.format.{name}"),
        )  # fmt: skip
        style.small(text(f"upload.format.{file_format}.note"))
        kind = _template(file_format, text) if file_format in TABLES else ""
        most = UPLOAD_BYTES // _MEGABYTE
        file = st.file_uploader(
            text("upload.choose", most=most), key=f"upload.file.{file_format}",
            help=text("upload.choose.help"),
        )  # fmt: skip
        style.small(text("upload.not_kept"))
    if file is None:
        return Chosen(file_format, kind)
    return Chosen(file_format, kind, file.name, file.getvalue())


def _template(file_format: str, text: Text) -> str:
    """The kind of the rows, and a table of that kind to fill in, with its help."""
    kinds = sorted(KINDS, key=lambda kind: text(f"kind.{kind}").casefold())
    one, two = st.columns([3, 2], vertical_alignment="bottom")
    kind = one.selectbox(
        text("upload.kind"), kinds, key="upload.kind", index=kinds.index("loan"),
        format_func=lambda each: text(f"kind.{each}"),
    )  # fmt: skip
    two.download_button(
        text("upload.template"), data=lambda: template(kind, file_format, text.say),
        file_name=f"wapsi-{kind}.{file_format}", mime=_TYPES[file_format],
        icon=":material/download:", key="upload.template", on_click="ignore", width="stretch",
    )  # fmt: skip
    return kind
