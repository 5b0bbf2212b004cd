"""What every part of the demonstration set shares: chance, today, texts, rows made so far, documents, the replay."""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from associations.models import Association, ReportType
from common.text import fold
from portal.demonstration import pdf
from programme.models import Document, ImprovementTool, Industry, Project, Province

SEED = 712
_OFFICE_OPENS = dt.time(8, 30)
_TEXTS = Path(__file__).with_name("texts.json")

# The seven associations with a memorandum and five more, with their share of the work and kind of package.
ASSOCIATIONS = {
    "VITAS": (1.6, "textile"),
    "LEFASO": (1.0, "textile"),
    "VASEP": (1.4, "food"),
    "VEIA": (1.0, "electronics"),
    "VIFOREST": (1.1, "wood"),
    "VAMI": (1.1, "machine"),
    "HANOISME": (2.0, "service"),
    "VPA": (0.8, "machine"),
    "VASI": (0.9, "electronics"),
    "FFA": (0.9, "food"),
    "VACC": (0.7, "energy"),
    "VLA": (0.6, "service"),
}


@dataclass
class World:
    """Everything is drawn from one seeded source, so the set is the same each time it is loaded on a day."""

    today: dt.date = field(default_factory=timezone.localdate)
    rng: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311  not a secret
    texts: dict = field(default_factory=lambda: json.loads(_TEXTS.read_text(encoding="utf-8")))
    users: dict = field(default_factory=dict)
    associations: dict = field(default_factory=dict)
    provinces: list = field(default_factory=list)
    divisions: list = field(default_factory=list)
    tools: dict = field(default_factory=dict)
    projects: dict = field(default_factory=dict)
    report_types: dict = field(default_factory=dict)
    tasks: list = field(default_factory=list)
    members: dict = field(default_factory=lambda: defaultdict(list))
    package_tools: dict = field(default_factory=lambda: defaultdict(list))
    authorities: dict = field(default_factory=dict)
    documents: list = field(default_factory=list)
    acts: list = field(default_factory=list)

    def read_reference(self):
        """Fetch the reference data that the set stands on; ``load_reference_data`` has loaded it."""
        found = Association.objects.filter(code__in=ASSOCIATIONS).prefetch_related("industries__section")
        self.associations = {row.code: row for row in found}
        self.provinces = list(Province.objects.of_catalogue(Province.Catalogue.BEFORE_2025).order_by("code"))
        self.divisions = list(Industry.objects.filter(level="division").select_related("section").order_by("code"))
        self.tools = {row.code: row for row in ImprovementTool.objects.all()}
        self.projects = {row.code: row for row in Project.objects.all()}
        self.report_types = {row.frequency: row for row in ReportType.objects.all()}

    def moment(self, day, hours=0):
        """An aware moment in office hours of ``day``, never after now."""
        wanted = timezone.make_aware(dt.datetime.combine(day, _OFFICE_OPENS)) + dt.timedelta(hours=hours)
        return min(wanted, timezone.now())

    def act(self, day, do):
        """Plan something that posts to the ledger; ``do(moment)`` is called when all is planned, in order of days."""
        self.acts.append((self.moment(day), len(self.acts), do))

    def replay(self):
        for moment, _order, do in sorted(self.acts, key=lambda act: act[:2]):
            do(moment)

    def person(self):
        """A made-up name of three parts."""
        parts = ("surnames", "middle_names", "given_names")
        return " ".join(self.rng.choice(self.texts[part]) for part in parts)

    def document(self, title, kind, *, by, on, number="", association="", signatory=""):
        """Store a small PDF that says what it stands for and return its ``Document``."""
        by_line = f"{association or 'Chuong trinh 712'} {on:%d/%m/%Y} {signatory}"
        lines = [
            "DU LIEU TRINH DIEN",
            "",
            *_wrapped(fold(title).upper()),
            number,
            by_line,
            f"{len(self.documents) + 1}",
        ]
        content = pdf.page([fold(line).upper() for line in lines])
        fingerprint = hashlib.sha256(content).hexdigest()
        name = f"documents/{fingerprint[:32]}.pdf"
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))
        document = Document.objects.create(
            title=title,
            kind=kind,
            number=number,
            issued_on=on,
            signatory=signatory,
            association=association,
            file=name,
            file_name=f"{fold(title).replace(' ', '-').replace('/', '-')[:80]}.pdf",
            content_type="application/pdf",
            size_bytes=len(content),
            sha256=fingerprint,
            uploaded_by=by,
        )
        document.uploaded_at = self.moment(on, hours=2)
        self.documents.append(document)
        return document


def backdate(rows, column):
    """Store ``column`` of ``rows``, which fills itself with the moment of insertion."""
    if rows:
        type(rows[0]).objects.bulk_update(rows, [column], batch_size=400)


def _wrapped(text, width=64):
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
