"""Intervals: organisations that did not answer, and others that might have been there."""
