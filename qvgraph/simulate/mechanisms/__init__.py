"""One file per mechanism: what it declares and its compiled step.

The readable twin of each stands under the same name in `qvgraph.simulate.twin`.
"""
