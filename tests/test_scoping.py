"""Association Beta finds nothing of association Alpha: in no queryset, list, search, box, filter, export or file.

The other half of each test is that Alpha finds it: a page that shows nothing to anybody would pass otherwise.
"""

import io
import logging
import zipfile

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from associations.models import Annex, PeriodicReport
from common.text import fold
from enterprises.models import Support
from programme.models import Document
from programme.querysets import NationalQuerySet
from tests.discovery import our_models, url_patterns
from tests.permission_table import ARGUMENTS, PORTAL

# Not rows that somebody reads: the ledger's head and sums, the last number given, and copies that simple_history keeps
# (read through the record they belong to, in the admin).
EXEMPT = {"programme.LedgerHead", "programme.Rollup", "associations.NumberSeries"}

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def scoped_models():
    return [
        model
        for model in our_models()
        if model._meta.label not in EXEMPT and not model.__name__.startswith("Historical")
    ]


def words_of(side):
    """Words that only this association's rows hold, as shown, as searched, and as codes."""
    return [side.mark, fold(side.mark), side.package.code, side.enterprise.tax_code, side.document.sha256]


def leaks(text, side):
    return [word for word in words_of(side) if word in text]


# --- querysets -------------------------------------------------------------------------------------------------


def test_every_model_says_who_sees_its_rows():
    missing = [model._meta.label for model in scoped_models() if not hasattr(model._default_manager, "visible_to")]

    assert missing == []


@pytest.fixture
def expected(recorded_world, alpha, beta):
    """Return a function: the keys of ``model`` that ``user`` of association ``code`` must see, exactly."""
    special = {
        "accounts.User": lambda user, code: {user.pk},
        "accounts.AuditEvent": lambda user, code: set(),
        "accounts.Mail": lambda user, code: set(),
        "associations.Annex": lambda user, code: (
            recorded_world.rows[code][Annex] - set(Annex.objects.filter(status="draft").values_list("pk", flat=True))
        ),
        "associations.Association": lambda user, code: {(alpha if code == "ALPHA" else beta).pk},
        "associations.Membership": lambda user, code: set(user.memberships.values_list("pk", flat=True)),
        "associations.ReportType": lambda user, code: keys(PeriodicReport.report_type.field.related_model),
        "programme.Document": lambda user, code: (
            recorded_world.rows[code][Document] | {recorded_world.national.document.pk}
        ),
    }

    def keys_for(model, user, code):
        if model._meta.label in special:
            return special[model._meta.label](user, code)
        if isinstance(model._default_manager.none(), NationalQuerySet):
            may = user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
            return keys(model) if may else set()
        return recorded_world.rows[code][model]

    return keys_for


def keys(model):
    return set(model._base_manager.values_list("pk", flat=True))


def test_each_association_sees_exactly_its_rows(expected, recorded_world, alpha_editor, alpha_viewer, beta_editor):
    people = [(alpha_editor, "ALPHA"), (alpha_viewer, "ALPHA"), (beta_editor, "BETA")]
    wrong = []
    for model in scoped_models():
        for user, code in people:
            found = list(model._default_manager.visible_to(user).values_list("pk", flat=True))
            wanted = expected(model, user, code)
            if model._meta.label in ("accounts.Notification", "accounts.Reminder") and user == alpha_viewer:
                wanted = set()  # a message is its recipient's
            if sorted(found) != sorted(wanted):
                wrong.append(f"{user} sees {sorted(found)} of {model._meta.label}, should see {sorted(wanted)}")

    assert wrong == []


def test_alpha_has_a_row_of_every_scoped_model(recorded_world):
    """Otherwise the test above would compare nothing with nothing."""
    elsewhere = {"accounts.User", "associations.Association", "associations.Membership", "associations.ReportType"}
    empty = [
        model._meta.label
        for model in scoped_models()
        if not recorded_world.rows["ALPHA"][model]
        and model._meta.label not in elsewhere
        and not isinstance(model._default_manager.none(), NationalQuerySet)
    ]

    assert empty == []


def test_national_roles_see_every_association(recorded_world, officer, official, auditor):
    for user in (officer, official, auditor):
        for model in (PeriodicReport, Support, Document):
            assert set(model.objects.visible_to(user).values_list("pk", flat=True)) == keys(model)


def test_nobody_and_the_inactive_see_nothing(recorded_world, officer, alpha_editor):
    for user in (officer, alpha_editor):
        user.is_active = False
        user.save()
    seen = [
        f"{user} sees {model._meta.label}"
        for model in scoped_models()
        for user in (AnonymousUser(), officer, alpha_editor)
        if model._default_manager.visible_to(user).exists()
    ]

    assert seen == []


# --- pages -----------------------------------------------------------------------------------------------------


@pytest.fixture
def pages(world, client_for):
    """Return a function that reads every page of the portal as a user: ``{address: text}``."""
    logging.disable(logging.CRITICAL)
    names = dict(url_patterns())

    def read(user, side, queries=("",)):
        client = client_for(user)
        found = {}
        for name in PORTAL:
            if name not in names or name.startswith("account") or name == "set_language":
                continue
            view = argument_world(world, side)
            path = reverse(name, args=ARGUMENTS[name](view)) if name in ARGUMENTS else reverse(name)
            for query in queries if name not in ARGUMENTS else ("",):
                response = client.get(f"{path}{query}")
                found[f"{path}{query}"] = f"{response.status_code} {text_of(response)}"
        return found

    yield read
    logging.disable(logging.NOTSET)


def argument_world(world, side):
    """The world with ``side`` in Alpha's place, because ARGUMENTS names Alpha's rows."""
    return type(world)(alpha=side, beta=side, national=world.national)


def text_of(response):
    """The words of a page or file; an xlsx is a zip of texts."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", "replace")


def test_beta_finds_nothing_of_alpha_on_its_own_pages(pages, world, beta_editor, alpha_editor):
    """Every page, list, export and search that Beta can open with Beta's own rows."""
    queries = ("", "?q=bimat", "?text=bimat", "?text=alpha", "?association=ALPHA", "?format=csv", "?format=xlsx")
    found = {path: leaks(text, world.alpha) for path, text in pages(beta_editor, world.beta, queries).items()}

    assert {path: words for path, words in found.items() if words} == {}

    own = [path for path, text in pages(alpha_editor, world.alpha, queries).items() if leaks(text, world.alpha)]
    assert len(own) > 30, own


def test_alphas_addresses_do_not_exist_for_beta(pages, world, beta_editor):
    """404 as for a row that does not exist, 403 or 405 where the role could never do it; and no word of Alpha."""
    personal = ("notifications",)
    wrong = {}
    for path, text in pages(beta_editor, world.alpha).items():
        names_a_row = any(part.isdigit() for part in path.split("/")) and not path.startswith("/standards/")
        if leaks(text, world.alpha) or (names_a_row and text[:3] not in ("404", "403", "405")):
            wrong[path] = text[:3], leaks(text, world.alpha)
        assert names_a_row or not any(word in path for word in personal) or text[:3] == "200" or "read" in path

    assert wrong == {}


def test_a_strangers_row_answers_like_a_row_that_does_not_exist(world, client_for, beta_editor):
    """The bytes are the same, too, but for the address itself."""
    client = client_for(beta_editor)
    for name, row in {
        "portal:package-detail": world.alpha.package,
        "portal:report-detail": world.alpha.report,
        "portal:document-download": world.alpha.document,
        "associations:agreement-detail": world.alpha.agreement,
        "enterprises:enterprise-detail": world.alpha.enterprise,
    }.items():
        stranger = client.get(reverse(name, args=[row.pk]))
        nothing = client.get(reverse(name, args=[999_999]))
        assert stranger.status_code == nothing.status_code == 404
        assert len(without_address(stranger)) == len(without_address(nothing))


def without_address(response):
    return response.content.decode().replace(response.request["PATH_INFO"], "")


def test_documents_are_only_the_owners(world, client_for, alpha_editor, beta_editor):
    path = reverse("portal:document-download", args=[world.alpha.document.pk])

    owner = client_for(alpha_editor).get(path)
    assert owner.status_code == 200
    assert b"".join(owner.streaming_content) == world.alpha.document.file.read()
    assert client_for(beta_editor).get(path).status_code == 404


# --- select boxes ----------------------------------------------------------------------------------------------


def forms_on(response):
    """The forms that a page was drawn with, formsets' included."""
    found = []
    for context in response.context or []:
        for value in context.flatten().values() if hasattr(context, "flatten") else []:
            if isinstance(value, forms.BaseForm):
                found.append(value)
            elif isinstance(value, forms.BaseFormSet):
                found += [*value.forms, value.empty_form]
            elif hasattr(value, "form") and isinstance(getattr(value, "form", None), forms.BaseForm):
                found.append(value.form)
    return found


def test_select_boxes_offer_nothing_of_alpha(recorded_world, client_for, beta_editor):
    world, client, boxes, wrong = recorded_world, client_for(beta_editor), 0, []
    for name in PORTAL:
        view = argument_world(world, world.beta)
        response = client.get(reverse(name, args=ARGUMENTS[name](view)) if name in ARGUMENTS else reverse(name))
        for form in forms_on(response):
            for field_name, field in form.fields.items():
                if isinstance(field, forms.ModelChoiceField):
                    boxes += 1
                    alphas = world.rows["ALPHA"].get(field.queryset.model, set())
                    if field.queryset.filter(pk__in=alphas).exists():
                        wrong.append(f"{name}: {field_name}")
                elif isinstance(field, forms.ChoiceField):
                    boxes += 1
                    shown = " ".join(f"{value} {label}" for value, label in field.choices)
                    if leaks(shown, world.alpha) or "ALPHA" in shown.split():
                        wrong.append(f"{name}: {field_name}")

    assert boxes > 5
    assert wrong == []


def test_forms_refuse_rows_of_alpha_typed_by_hand(world, client_for, beta_editor):
    """Whoever writes the request himself gets no further than whoever uses the box."""
    before = Support.objects.count()
    response = client_for(beta_editor).post(
        reverse("enterprises:support-add", args=[world.beta.report.pk]),
        {
            "enterprise": world.alpha.enterprise.pk,
            "package": world.alpha.package.pk,
            "tax_code": world.beta.enterprise.tax_code,
            "starts_on": "01/02/2018",
            "ends_on": "01/03/2018",
            "evidence": world.alpha.document.pk,
        },
    )

    assert response.status_code == 200
    assert Support.objects.count() == before
    assert leaks(text_of(response), world.alpha) == []
