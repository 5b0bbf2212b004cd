"""Sends official documents as files; each reads what its record's page reads."""

from importlib import import_module

from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.utils.translation import override
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from associations.annex_views import AnnexPage
from associations.models import Acceptance, Agreement
from common.official.documents import LANGUAGE, plain
from common.pages import RecordPage
from common.text import fold
from portal.official import acceptances, agreements, annexes

# Imported when the first document is asked for: Word's library takes a tenth of a second, at each start of anything.
RENDERERS = {"docx": "common.official.word", "pdf": "common.official.pdf"}


class Format:
    """The formats in addresses; nothing else is one."""

    regex = "|".join(RENDERERS)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class OfficialFile(RecordPage, SingleObjectMixin, View):
    """One document in the format that the address names; read only."""

    http_method_names = ["get", "head", "options"]
    describe = None

    def get(self, request, *args, **kwargs):
        with override(LANGUAGE):
            document = self.describe(self.get_object())
        renderer = import_module(RENDERERS[kwargs["format"]])
        headers = {
            "Content-Disposition": f'attachment; filename="{file_name(document)}.{kwargs["format"]}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(renderer.render(plain(document)), content_type=renderer.CONTENT_TYPE, headers=headers)


def file_name(document):
    """Return a name that every system can keep: the kind with the number, or the mark and the subject."""
    words = f"{document.kind} {document.number}" if document.number else f"{document.mark} {document.kind}"
    name = slugify(fold(words.replace("/", "-")))
    return name if document.number else f"{name}-{slugify(fold(document.subject))}"[:80].rstrip("-")


class AgreementFile(OfficialFile):
    model = Agreement
    permission_required = "associations.view_agreement"
    related = agreements.related
    describe = staticmethod(agreements.describe)


class AnnexFile(AnnexPage, OfficialFile):
    permission_required = "associations.view_annex"
    related = annexes.related
    describe = staticmethod(annexes.describe)


class AcceptanceFile(OfficialFile):
    """The minutes of one round of a milestone."""

    model = Acceptance
    permission_required = "associations.view_acceptance"
    related = acceptances.related
    describe = staticmethod(acceptances.describe)
    pk_url_kwarg = "acceptance"
    slug_field = slug_url_kwarg = "round"

    def get_queryset(self):
        return super().get_queryset().filter(milestone=self.kwargs["pk"])

    def get_object(self, queryset=None):
        acceptance = super().get_object(queryset)
        if not acceptances.has_minutes(acceptance):
            raise Http404
        return acceptance
