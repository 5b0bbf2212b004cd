"""Copy the few third-party files the pages use from node_modules to static_vendor."""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

# (file in node_modules, place under static/vendor/). The .map is here because the manifest
# storage follows the reference to it. Licences go along with what they cover.
FILES = [
    ("bootstrap/dist/css/bootstrap.min.css", "bootstrap/bootstrap.min.css"),
    ("bootstrap/dist/css/bootstrap.min.css.map", "bootstrap/bootstrap.min.css.map"),
    ("bootstrap/LICENSE", "bootstrap/LICENSE"),
    ("echarts/dist/echarts.common.min.js", "echarts/echarts.common.min.js"),
    ("echarts/i18n/langVI.js", "echarts/langVI.js"),
    ("echarts/LICENSE", "echarts/LICENSE"),
    ("@fontsource/be-vietnam-pro/LICENSE", "fonts/LICENSE"),
    *(
        (
            f"@fontsource/be-vietnam-pro/files/be-vietnam-pro-{letters}-{weight}-normal.woff2",
            f"fonts/be-vietnam-pro-{letters}-{weight}.woff2",
        )
        for letters in ("latin", "latin-ext", "vietnamese")
        for weight in (400, 500, 600)
    ),
]


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()  # runs before there is anything to check

    def handle(self, **options):
        source = Path(settings.BASE_DIR, "node_modules")
        target = Path(settings.BASE_DIR, "static_vendor")
        missing = [name for name, _ in FILES if not (source / name).is_file()]
        if missing:
            raise CommandError(f"Run `npm ci` first; not in node_modules: {', '.join(missing)}")
        shutil.rmtree(target, ignore_errors=True)  # a file no longer listed must not stay
        for name, place in FILES:
            (target / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, target / place)
        self.stdout.write(f"{len(FILES)} files in static_vendor")
