"""A report of a run: one HTML file that can be printed, in German or English."""

from qvgraph.report.files import html_of, write_report

__all__ = ["html_of", "write_report"]
