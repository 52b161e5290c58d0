"""The plain-Python twin of the simulation: dicts and loops, slow and obviously right.

Written from the specification, not from the kernels, and equal to them in every bit. It imports
nothing that is compiled.
"""
