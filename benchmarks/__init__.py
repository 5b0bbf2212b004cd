"""Measurements: `make bench SIZE=10k|100k|1m DB=sqlite|postgres`. Not part of the portal."""
