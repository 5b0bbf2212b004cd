"""Forms on needs and on the conclusions of workshops."""

from django import forms
from django.utils.translation import gettext_lazy as _

from associations.models import Association, Need, SolutionPackage, WorkshopConclusion
from common.forms import DayField, LocalizedForm, LocalizedModelForm
from common.text import capitalise
from programme.documents import validate_file
from programme.models import Task


class NeedForm(LocalizedModelForm):
    """States or changes a need. Who acts for one association is not asked which."""

    class Meta:
        model = Need
        fields = ["association", "title", "description", "priority", "enterprises_affected"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.own = Association.objects.visible_to(by)
        if self.instance.pk or len(by.association_codes) == 1:
            del self.fields["association"]
        else:
            self.fields["association"].queryset = self.own

    def chosen_association(self):
        return self.cleaned_data.get("association") or self.own.get()

    def values(self):
        """Return what the services take."""
        return {name: value for name, value in self.cleaned_data.items() if name != "association"}


class NeedAnswerForm(LocalizedForm):
    """The programme's answer: met by a task or a package, or a reason why not."""

    unmarked = frozenset({"package", "task", "answer"})

    status = forms.ChoiceField(
        label=_("Answer"),
        choices=[(Need.Status.MET, Need.Status.MET.label), (Need.Status.DECLINED, Need.Status.DECLINED.label)],
        widget=forms.RadioSelect,
    )
    package = forms.ModelChoiceField(
        label=_("Package that meets it"), queryset=SolutionPackage.objects.none(), required=False
    )
    task = forms.ModelChoiceField(label=_("Task that meets it"), queryset=Task.objects.none(), required=False)
    answer = forms.CharField(
        label=_("Words to the association"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed when the need cannot be met: say why."),
    )

    def __init__(self, *args, by, need, **kwargs):
        super().__init__(*args, **kwargs)
        packages = SolutionPackage.objects.visible_to(by).filter(
            agreement__association=need.association_id, agreement__serial__isnull=False
        )
        self.fields["package"].queryset = packages
        self.fields["task"].queryset = Task.objects.visible_to(by)

    def clean(self):
        data = super().clean()
        if data.get("status") == Need.Status.MET and not (data.get("task") or data.get("package")):
            self.add_error("package", _("A need that will be met names the task or the package that meets it."))
        if data.get("status") == Need.Status.DECLINED and not data.get("answer"):
            self.add_error("answer", _("A need that cannot be met needs a reason: write the answer."))
        return data


class ConclusionForm(LocalizedForm):
    """Closes a conclusion: done on a day with a note or a paper, or dropped with a reason, which only staff choose."""

    status = forms.ChoiceField(label=_("What became of it"), widget=forms.RadioSelect)
    done_on = DayField(label=_("Done on"), required=False)
    outcome = forms.CharField(
        label=_("Outcome, or why it is dropped"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    paper = forms.FileField(label=_("Paper that shows it"), required=False, validators=[validate_file])

    unmarked = frozenset({"done_on", "outcome"})

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        states = [WorkshopConclusion.Status.DONE]
        if by.has_perm("associations.change_workshopconclusion"):
            states.append(WorkshopConclusion.Status.DROPPED)
        self.fields["status"].choices = [(state.value, capitalise(state.label)) for state in states]
        self.fields["status"].initial = WorkshopConclusion.Status.DONE
