"""Every module can be the first that somebody imports: none waits for another that waits for it."""

import subprocess
import sys

import pytest

ONE_AFTER_THE_OTHER = """
import importlib, pkgutil, sys
import qvgraph.model
for found in pkgutil.walk_packages(qvgraph.model.__path__, "qvgraph.model."):
    for loaded in [name for name in sys.modules if name.startswith("qvgraph.model")]:
        del sys.modules[loaded]
    importlib.import_module(found.name)
"""


@pytest.mark.slow
def test_every_module_of_the_model_can_be_imported_first() -> None:
    subprocess.run([sys.executable, "-c", ONE_AFTER_THE_OTHER], check=True)
