"""The report sections of this app: supports of enterprises and training courses."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from simple_history.utils import bulk_update_with_history

from associations.models import SolutionPackage
from associations.report_content import labelled, line_of, persons
from associations.sections import Problem
from enterprises import quotas
from enterprises.models import Enrolment, Measurement, Support, TrainingCourse
from enterprises.models.supports import ResultStatus
from programme.ledger import Line, closed_days
from programme.models import Entry
from programme.services import indicators


class _Section:
    """What the two sections share: a model with ``report``, ``package``, ``ends_on``, ``evidence`` and ``status``."""

    model: type
    edit_url: str
    replace_url: str
    quotas: tuple[str, ...]
    told: tuple[str, ...]  # what a frozen report tells of a row, see ``report_content.labelled``

    def rows(self, report):
        """Their packages are of the report's agreement, which is loaded: joining it to each row is the dearer way."""
        rows = list(self._records(report=report))
        for row in rows:
            row.package.agreement = report.agreement
        return rows

    def records(self, keys):
        return self._records(pk__in=keys)

    def standing(self, reports):
        return self._records(report__in=reports, status=ResultStatus.ACCEPTED)

    def entries(self, keys):
        return Entry.objects.filter(source_type=self.model._meta.label_lower, source_id__in=keys)

    def _records(self, **of):
        return self.model.objects.filter(**of).select_related(*self.related).order_by("ends_on", "pk")

    def counts(self, rows):
        return [(self.title, len(rows))]

    def content(self, rows):
        return [line_of(row, labelled(row, *self.told)) for row in rows]

    def summary(self, contents):
        return None

    def set_status(self, report, status, by):
        rows = list(self.model.objects.filter(report=report))
        for row in rows:
            row.status = status
        if rows:
            bulk_update_with_history(rows, self.model, ["status"], default_user=by, batch_size=500)

    def problems(self, contents):
        closed, found = contents.known(_closed), []
        for row in contents[self.code]:
            refused = list(self.refusals(row, contents.report))
            if row.ends_on in closed:
                refused.append(("ends_on", f"{row}: {closed[row.ends_on].messages[0]}"))
            found += [self._problem(row, field, sentence) for field, sentence in refused]
        return found + self._over_quota(contents)

    def _problem(self, row, field, sentence, is_blocking=True):
        url = f"{reverse(self.edit_url, args=[row.pk])}#id_{field}"
        return Problem(self.code, str(row.pk), sentence, url, is_blocking=is_blocking)

    def _over_quota(self, contents):
        """Warn of packages whose quotas the reported rows exceed together with the accepted ones."""
        touched = {row.package_id for row in contents[self.code]}
        url = contents.report.agreement.get_absolute_url()
        return [
            Problem(self.code, "", sentence, url, is_blocking=False)
            for package in (contents.known(packages) if touched else ())
            if package.pk in touched
            for sentence in quotas.exceeded(package, self.quotas)
        ]

    def refusals(self, row, report):
        """Yield ``(field of the form, sentence)`` for everything that keeps ``row`` from being counted."""
        name = {"row": str(row)}
        if row.evidence_id is None:
            sentence = _("%(row)s: the evidence is missing; attach the acceptance minutes or the attendance list.")
            yield "evidence", sentence % name
        if not report.period_starts_on <= row.ends_on <= report.period_ends_on:
            sentence = _(
                "%(row)s: it ended on %(day)s, outside the report's period; correct the day or move the record."
            )
            yield "ends_on", sentence % {**name, "day": date_format(row.ends_on, "SHORT_DATE_FORMAT")}
        if not (row.package.starts_on <= row.starts_on and row.ends_on <= row.package.ends_on):
            sentence = _("%(row)s: its days lie outside the term of package %(package)s.")
            yield "starts_on", sentence % {**name, "package": row.package.code}


def packages(contents):
    """Return the packages of the report's agreement with what they will be used (``quotas.with_planned``), by code."""
    of_agreement = SolutionPackage.objects.filter(agreement=contents.report.agreement_id)
    return list(quotas.with_planned(of_agreement).order_by("code"))


def _closed(contents):
    """Return the days of the report's results that lie in a closed period, with the refusal of each.

    Of a correction none: what it puts right in a closed period is posted in the open one.
    """
    if contents.report.is_correction:
        return {}
    days = (row.ends_on for section in (SupportSection, CourseSection) for row in contents[section.code])
    return closed_days(days, association=contents.report.agreement.association.code)


def _indicators(contents):
    return indicators("enterprises_guided", "training_courses", "training_turns")


class SupportSection(_Section):
    code = "supports"
    title = gettext_lazy("Enterprises supported")
    position = 10
    model = Support
    edit_url = "enterprises:support-edit"
    replace_url = "enterprises:support-replace"
    told_apart_by = ("tool", "starts_on", "ends_on")
    quotas = ("enterprises",)
    told = (
        "enterprise",
        "enterprise.tax_code",
        "enterprise.province",
        "enterprise.industry",
        "enterprise.size",
        "package",
        "tool",
        "starts_on",
        "ends_on",
        "result",
        "evidence",
    )
    related = (
        "enterprise__province__successor",
        "enterprise__industry",
        "package",
        "tool",
        "evidence",
    )

    def counts(self, rows):
        """An enterprise with two tools is one enterprise and two turns."""
        return [(self.title, len({row.enterprise_id for row in rows})), (_("Turns of support"), len(rows))]

    def lines(self, contents):
        guided = contents.known(_indicators)["enterprises_guided"]
        return [
            Line(
                indicator=guided,
                happened_on=row.ends_on,
                subject=row.enterprise.subject_key,
                province=row.enterprise.province.key_on(row.ends_on),
                sector=row.enterprise.industry.key,
                size=row.enterprise.size,
                **_dimensions(row),
            )
            for row in contents[self.code]
        ]


class CourseSection(_Section):
    code = "courses"
    title = gettext_lazy("Training courses held")
    position = 20
    model = TrainingCourse
    edit_url = "enterprises:course-edit"
    replace_url = "enterprises:course-replace"
    told_apart_by = ("starts_on", "ends_on", "declared_trainees")
    quotas = ("courses", "trainees")
    told = (
        "package",
        "title",
        "starts_on",
        "ends_on",
        "hours",
        "place",
        "province",
        "lecturer",
        "declared_trainees",
        "evidence",
    )
    related = (
        "province__successor",
        "package",
        "evidence",
    )

    def entries(self, keys):
        """Those of its places go with a course."""
        places = Enrolment.objects.filter(course__in=keys).values("pk")
        of_places = Entry.objects.filter(source_type=Enrolment._meta.label_lower, source_id__in=places)
        return super().entries(keys) | of_places

    def _records(self, **of):
        places = Enrolment.objects.select_related("trainee__enterprise__industry").order_by("pk")
        return super()._records(**of).prefetch_related(Prefetch("enrolments", places))

    def counts(self, rows):
        return [
            *super().counts(rows),
            (_("Trainees declared"), sum(row.declared_trainees for row in rows)),
            (_("Of them named"), sum(len(row.enrolments.all()) for row in rows)),
        ]

    def content(self, rows):
        """Persons by their keys alone: their names can be erased, a frozen report never changes."""
        lines = super().content(rows)
        for row, line in zip(rows, lines, strict=True):
            keys = [place.trainee.subject_key for place in row.enrolments.all()]
            line["values"].append(persons("trainees", _("Of them named"), keys))
        return lines

    def refusals(self, row, report):
        yield from super().refusals(row, report)
        named = len(row.enrolments.all())
        if named > row.declared_trainees:
            sentence = _(
                "%(row)s: %(named)d trainees are named but only %(declared)d declared; correct one of the two."
            )
            yield "declared_trainees", sentence % {"row": row, "named": named, "declared": row.declared_trainees}

    def problems(self, contents):
        found = super().problems(contents)
        for row in contents[self.code]:
            found += [self._problem(row, "trainees", words, is_blocking=False) for words in _warnings(row)]
        return found

    def lines(self, contents):
        known, lines = contents.known(_indicators), []
        for course in contents[self.code]:
            shared = {"happened_on": course.ends_on, "province": course.province.key_on(course.ends_on)}
            lines.append(
                Line(indicator=known["training_courses"], subject=course.subject_key, **shared, **_dimensions(course))
            )
            for place in course.enrolments.all():
                enterprise = place.trainee.enterprise
                dimensions = _dimensions(course) | {"source_type": place._meta.label_lower, "source_id": place.pk}
                lines.append(
                    Line(
                        indicator=known["training_turns"],
                        subject=place.trainee.subject_key,
                        sector=enterprise.industry.key if enterprise else "",
                        size=enterprise.size if enterprise else "",
                        **shared,
                        **dimensions,
                    )
                )
        return lines


class MeasurementSection:
    """What supports of the report changed, before and after. Nothing of it is counted in the ledger."""

    code = "measurements"
    title = gettext_lazy("Measured results")
    position = 30
    told_apart_by = ()  # they go with their support

    def rows(self, report):
        measured = Measurement.objects.filter(support__report=report)
        return measured.select_related("support__enterprise", "support__package").order_by("support", "pk")

    def counts(self, rows):
        return [(self.title, len(rows))]

    def summary(self, contents):
        return None

    def problems(self, contents):
        """What was begun and not ended, or how is not said, is to be considered; days that cannot be block."""
        found = []
        for row in contents[self.code]:
            for field, sentence, is_blocking in _of_measurement(row, contents.report):
                url = f"{reverse('enterprises:measurement-edit', args=[row.pk])}#id_{field}"
                found.append(Problem(self.code, str(row.pk), f"{row}: {sentence}", url, is_blocking=is_blocking))
        return [*found, *self._left_behind(contents)]

    def _left_behind(self, contents):
        """What was measured of a support that a correction replaces, and is not entered for the right one."""
        replaced = {row.replaces_id for row in contents["supports"]} - {None}
        if not replaced:
            return
        entered = {(row.support.replaces_id, row.name) for row in contents[self.code]}
        url = reverse("enterprises:measurement-add", args=[contents.report.pk])
        sentence = _("%(row)s: goes with the record that is replaced; enter it again for the right one if it holds.")
        measured = Measurement.objects.filter(support__in=replaced).select_related("support__enterprise")
        for row in measured.order_by("support", "pk"):
            if (row.support_id, row.name) not in entered:
                words = sentence % {"row": f"{row.support.enterprise} – {row}"}
                yield Problem(self.code, "", words, url, is_blocking=False)

    def lines(self, contents):
        return []

    def set_status(self, report, status, by):
        """A measurement has no status of its own: it stands and falls with its support."""


def _of_measurement(row, report):
    """Yield ``(field, sentence, whether it blocks)`` for what is not in order with a measurement."""
    if row.before_on > report.period_ends_on:
        yield "before_on", _("it was measured before after the report's period; correct the day."), True
    if row.after_on and row.after_on > report.period_ends_on:
        yield "after_on", _("it was measured after the report's period; leave it for the next report."), True
    if row.after is None:
        yield "after", _("the value after is missing; measure it or say in the next report."), False
    if not row.method or not row.measured_by:
        field = "measured_by" if row.method else "method"
        yield field, _("the method or who measured is missing; without them the value proves little."), False


def _warnings(course):
    """Yield what keeps people of ``course`` from being counted, or from being counted once."""
    places = course.enrolments.all()
    missing = course.declared_trainees - len(places)
    if missing > 0:
        sentence = _("%(row)s: %(missing)d of %(declared)d declared trainees have no name and will not be counted.")
        yield sentence % {"row": course, "missing": missing, "declared": course.declared_trainees}
    unknown = sum(place.trainee.is_only_a_name for place in places)
    if unknown:
        sentence = ngettext(
            "%(row)s: %(count)d trainee has neither year of birth nor tax code; somebody on two courses is counted "
            "twice.",
            "%(row)s: %(count)d trainees have neither year of birth nor tax code; somebody on two courses is counted "
            "twice.",
            unknown,
        )
        yield sentence % {"row": course, "count": unknown}


def _dimensions(row):
    """The ledger's dimensions that a support or course takes from its package, and its own source and evidence."""
    agreement = row.package.agreement
    return {
        "association": agreement.association.code,
        "package": row.package.code,
        "project": agreement.project.code if agreement.project else "",
        "task": agreement.task.code if agreement.task else "",
        "source_type": row._meta.label_lower,
        "source_id": row.pk,
        "document": row.evidence,
    }
