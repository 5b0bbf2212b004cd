"""Forms of the acts on a periodic report."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.report_content import OF_TEXTS, TEXTS, labelled, lines_of
from associations.sections import sections_of
from common.forms import LocalizedForm
from common.text import capitalise, fold
from programme.forms import EvidenceForm
from programme.models import Document

# So many records are shown at once when a report is returned; where there are more, each section is folded.
_FEW = 20


class SubmitForm(forms.Form):
    """The revision that the user saw: somebody who decides on another one is told so."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class DraftForm(SubmitForm):
    """What a script sends while somebody writes."""

    narrative = forms.CharField(required=False, strip=False)
    difficulties = forms.CharField(required=False, strip=False)
    proposals = forms.CharField(required=False, strip=False)


class ReportForm(SubmitForm, EvidenceForm):
    """The report's own texts and its signed file."""

    TEXTS = ("narrative", "difficulties", "proposals")
    evidence_kind = Document.Kind.REPORT
    field_order = TEXTS

    narrative = forms.CharField(
        label=gettext_lazy("Assessment of the results"), required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    difficulties = forms.CharField(
        label=gettext_lazy("Difficulties"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    proposals = forms.CharField(
        label=gettext_lazy("Proposals"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    theirs: dict[str, str] = {}  # what somebody else saved of the same texts

    @property
    def text_fields(self):
        return [self[name] for name in self.TEXTS]

    def hold(self, conflict):
        """Show a ``TextsDiffer``: what was typed stays, what others changed elsewhere comes in, theirs stand beside."""
        self.theirs = conflict.theirs
        self.data = self.data.copy()
        self.data["revision"] = conflict.revision
        for name in set(conflict.stored) - set(conflict.mine):
            self.data["evidence" if name == "document" else name] = conflict.stored[name]

    def values(self):
        """Return what the service takes, the signed file included."""
        texts = {name: self.cleaned_data[name] for name in (*self.TEXTS, "revision")}
        return texts | {"document": self.attached()}


class ReturnForm(SubmitForm, LocalizedForm):
    unmarked = None  # a box for every line of the report: a mark on each would say the same fifty times

    reason = forms.CharField(
        label=gettext_lazy("Reason for the return"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The association reads this: say what to mend."),
    )

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines, self.cells, self.parts = {}, {}, []
        for section in sections_of(report):
            rows = list(section.rows(report))
            told = [item for line in lines_of(section, rows) for item in line["values"]]
            self._offer(section.code, section.title, [(str(row.pk), str(row)) for row in rows], told)
        self._offer(OF_TEXTS, _("In words"), [("", _("The report in words"))], labelled(report, *TEXTS))

    def _offer(self, code, title, lines, told):
        """Add the boxes of a part: ``lines`` are ``(key, label)``, ``told`` the values whose names are its cells."""
        linked = {} if self.is_bound else {"id": False}  # each label holds its box: only a refusal links to one
        if told:
            self.cells[code] = {fold(item["label"]): (item["field"], item["label"]) for item in told}
        self.parts.append((title, [f"{code}-{key}" for key, _label in lines]))
        for key, label in lines:
            name = f"{code}-{key}"
            self.lines[name] = {"section": code, "line": key, "line_label": label[:300]}
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=1000, widget=forms.TextInput(attrs=linked)
            )
            self.fields[f"{name}-cell"] = forms.CharField(
                label=_("Cells to mend"),
                required=False,
                widget=forms.TextInput(attrs=linked | {"list": f"cells-{code}"}),
            )

    def remarks(self):
        """Yield ``(title, is_open, [(remark, cell)])`` of each part with lines; what is long and empty is folded."""
        for title, names in self.parts:
            boxes = [(self[name], self[f"{name}-cell"]) for name in names]
            if boxes:
                is_open = len(self.lines) <= _FEW or any(box.data for pair in boxes for box in pair)
                yield title, is_open, boxes

    def cell_lists(self):
        """``(section, labels)``: what can be chosen as a cell, said once for all lines of a section."""
        return [(code, [label for _field, label in cells.values()]) for code, cells in self.cells.items()]

    def clean(self):
        data = super().clean()
        for name, line in self.lines.items():
            wanted = _cells_named(data.get(f"{name}-cell", ""))
            cells = self.cells.get(line["section"], {})
            if unknown := [word for word in wanted if fold(word) not in cells]:
                words = {"cells": "; ".join(unknown), "known": "; ".join(label for _field, label in cells.values())}
                self.add_error(f"{name}-cell", _("There is no cell “%(cells)s”: choose among %(known)s.") % words)
            if wanted and not data.get(name):
                self.add_error(name, _("Write what is to be mended in the cell."))
        return data

    def comments(self):
        """Return the remarks as the service takes them: one for each cell named, else one for the line."""
        found = []
        for name, line in self.lines.items():
            if not (text := self.cleaned_data[name].strip()):
                continue
            named = dict.fromkeys(map(fold, _cells_named(self.cleaned_data[f"{name}-cell"])))
            cells = [self.cells[line["section"]][word] for word in named] or [("", "")]
            found += [line | {"field": field, "field_label": label, "text": text} for field, label in cells]
        return found


def _cells_named(typed):
    """Return the names of cells in ``typed``, between semicolons: some names hold a comma."""
    return [name for part in typed.split(";") if (name := part.strip())]


class AnswerForm(SubmitForm, LocalizedForm):
    """An answer to each remark of the last return."""

    unmarked = None

    def __init__(self, *args, comments, **kwargs):
        super().__init__(*args, **kwargs)
        self.comments = {f"answer-{comment.pk}": comment for comment in comments}
        for name, comment in self.comments.items():
            self.fields[name] = forms.CharField(
                label=_("Answer"),
                required=False,
                initial=comment.answer,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def boxes(self):
        """``(comment, box)`` for the template."""
        return [(comment, self[name]) for name, comment in self.comments.items()]

    def answers(self):
        """Return ``{comment id: text}`` as the service takes it."""
        return {comment.pk: self.cleaned_data[name] for name, comment in self.comments.items()}


class AcceptForm(SubmitForm):
    """The fingerprint of the content that the reviewer read goes with his decision."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Words to the decision"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Kept with the posting; may stay empty."),
    )


class CauseForm(SubmitForm):
    """Why an accepted report is corrected."""

    cause = forms.CharField(
        label=gettext_lazy("Cause of the correction"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What is wrong in the accepted report and how it was found; kept with both figures."),
    )


class WithdrawForm(SubmitForm):
    """Why a correction is given up."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for the withdrawal"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Kept in the steps of the correction; its number is not given again."),
    )


class TakeBackForm(SubmitForm):
    """Which accepted records a correction takes back: a box each, by section."""

    def __init__(self, *args, standing, chosen, **kwargs):
        super().__init__(*args, **kwargs)
        self.standing = {section: rows for section, rows in standing.items() if rows}
        for section, rows in self.standing.items():
            self.fields[section.code] = forms.TypedMultipleChoiceField(
                label=capitalise(section.title),
                required=False,
                coerce=int,
                choices=[(row.pk, str(row)) for row in rows],
                initial=[row.pk for row in rows if (section.code, row.pk) in chosen],
                widget=forms.CheckboxSelectMultiple,
            )

    def parts(self):
        """``(section, [(record, box, what tells it apart)])``, as the page shows them."""
        for section, rows in self.standing.items():
            lines = [
                (row, box, [item for item in labelled(row, *section.told_apart_by) if item["value"]])
                for row, box in zip(rows, self[section.code], strict=True)
            ]
            yield section, lines

    def chosen(self):
        """Return ``{(section, key)}`` as the service takes it."""
        return {(section.code, key) for section in self.standing for key in self.cleaned_data[section.code]}
