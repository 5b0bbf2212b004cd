"""Templates as they are sent."""

import re
from pathlib import Path

from django.conf import settings
from django.template.loaders import cached

_OURS = str(settings.BASE_DIR / "templates")
_INDENT = re.compile(r"\n\s+")


class Unindented(cached.Loader):
    """Leaves out the indentation of our pages: a twentieth of what a reader's line has to carry.

    Others' templates stay as they are, for some look up sentences with their line breaks; so do texts of mails.
    """

    def get_contents(self, origin):
        contents = super().get_contents(origin)
        is_page = origin.name.startswith(_OURS) and Path(origin.name).suffix == ".html"
        return _INDENT.sub("\n", contents) if is_page else contents
