"""Metrics of regions and of whole networks."""
