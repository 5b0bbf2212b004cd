"""Official documents as PDF: the same words through a typst template, with letters of the measures of Times."""

import json
from pathlib import Path

import typst
from django.conf import settings

CONTENT_TYPE = "application/pdf"
_TEMPLATE = Path(__file__).with_name("official.typ")


def render(said):
    """Return the bytes of the PDF that says ``said``, as ``common.official.documents.plain`` gives it.

    The words go in as data, so nothing in them is markup. No font of the machine is used, and no clock: the same
    document gives the same bytes.
    """
    return typst.compile(
        _TEMPLATE,
        sys_inputs={"document": json.dumps(said, ensure_ascii=False)},
        font_paths=[settings.FONTS_DIR],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
