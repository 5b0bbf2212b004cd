"""Admin of the programme: reference data, plan, evidence, standards, ledger."""

from programme.admin import documents, ledger, plan, reference, standards

__all__ = ["documents", "ledger", "plan", "reference", "standards"]
