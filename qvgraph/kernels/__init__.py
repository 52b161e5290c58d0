"""Compiled building blocks. Nothing else in the package imports Numba's decorators."""
