"""Compile the translations (.po to .mo) without gettext, which a fresh machine does not have."""

from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


def catalogues() -> list[Path]:
    return sorted(path for root in settings.LOCALE_PATHS for path in Path(root).glob("*/LC_MESSAGES/*.po"))


def problems(path: Path) -> list[str]:
    """What is unfinished in a Vietnamese catalogue. (English msgids need no English catalogue.)"""
    entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
    unfinished = [f"not translated: {entry.msgid!r}" for entry in entries if not entry.translated()]
    return unfinished + [f"fuzzy: {entry.msgid!r}" for entry in entries if entry.fuzzy]


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()  # labels are looked up in what this command makes

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; fail on unfinished catalogues")

    def handle(self, *, check, **options):
        if check:
            self.check_all()
            return
        for path in catalogues():
            compiled = path.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime:
                polib.pofile(str(path)).save_as_mofile(str(compiled))
                self.stdout.write(f"compiled {path.relative_to(settings.BASE_DIR)}")

    def check_all(self):
        found = [
            f"{path.relative_to(settings.BASE_DIR)}: {problem}" for path in catalogues() for problem in problems(path)
        ]
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("all catalogues are complete")
