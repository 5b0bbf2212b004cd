"""Finds forms, admins and addresses of the project, so that tests cover what somebody adds tomorrow."""

import importlib
import pkgutil

import django_filters
from django import forms
from django.apps import apps
from django.contrib import admin
from django.urls import URLPattern, get_resolver

from common.forms import LocalizedForm, LocalizedModelForm

OUR_APPS = ("common", "accounts", "programme", "associations", "enterprises", "portal")
_BASES = (LocalizedModelForm, LocalizedForm, forms.ModelForm, forms.Form)


def our_models():
    return [model for name in OUR_APPS for model in apps.get_app_config(name).get_models()]


def _import_everything():
    for name in OUR_APPS:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if ".migrations" not in module.name and ".management" not in module.name:
                importlib.import_module(module.name)


def _subclasses(base):
    for child in base.__subclasses__():
        yield child
        yield from _subclasses(child)


def _is_ours(cls):
    return cls.__module__.partition(".")[0] in OUR_APPS


def portal_forms():
    """Yield ``(name, form)`` for each form class of our apps, built without its own arguments."""
    _import_everything()
    for cls in sorted(set(_subclasses(forms.BaseForm)), key=lambda cls: f"{cls.__module__}.{cls.__qualname__}"):
        is_abstract = issubclass(cls, forms.BaseModelForm) and getattr(cls, "_meta", None) and cls._meta.model is None
        if _is_ours(cls) and cls.base_fields and not is_abstract:
            yield f"{cls.__module__}.{cls.__qualname__}", _built(cls)


def _built(cls):
    """A form as its nearest general base builds it: what a class does with its own arguments is left out."""
    form = cls.__new__(cls)
    base = next(base for base in _BASES if issubclass(cls, base))
    base.__init__(form)
    return form


def filter_forms(request):
    """Yield ``(name, form)`` for each filter set of our apps, as ``request`` gets it."""
    _import_everything()
    for cls in sorted(set(_subclasses(django_filters.FilterSet)), key=lambda cls: cls.__qualname__):
        if _is_ours(cls) and cls.base_filters and cls._meta.model is not None:
            filters = cls(data={}, queryset=cls._meta.model.objects.none(), request=request)
            yield f"{cls.__module__}.{cls.__qualname__}", filters.form


def admin_forms(request):
    """Yield ``(name, form)`` for the forms of each admin in which ``request``'s user may write, and of its inlines."""
    for model, model_admin in sorted(admin.site._registry.items(), key=lambda item: item[0]._meta.label):
        if not _is_ours(model):
            continue
        if model_admin.has_add_permission(request):
            yield f"admin {model._meta.label}", model_admin.get_form(request)()
        elif model_admin.has_change_permission(request):
            yield f"admin {model._meta.label}", model_admin.get_form(request, model(), change=True)()
        for inline in model_admin.get_inline_instances(request):
            if inline.has_add_permission(request, None) or inline.has_change_permission(request):
                yield f"admin {model._meta.label} {inline.model.__name__}", inline.get_formset(request).form()


def simple_fields(form):
    """Yield ``(name, field)`` with the parts of compound fields (ranges) one by one."""
    for name, field in form.fields.items():
        if isinstance(field, forms.MultiValueField):
            for index, part in enumerate(field.fields):
                yield f"{name}_{index}", part
        else:
            yield name, field


def url_patterns(resolver=None, prefix="", namespace=""):
    """Yield ``(full name, route)`` of every pattern behind ``resolver``, namespaces joined with colons."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            name = f"{namespace}{entry.name}" if entry.name else f"{namespace}({route})"
            yield name, route
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from url_patterns(entry, route, inner)
