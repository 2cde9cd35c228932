"""Compiles the engine by mypyc; without a C compiler, or where mypy objects, the same sources are interpreted."""

from pathlib import Path

from setuptools import setup

# Left as they are: the classes of msgspec, made by a metaclass that mypyc passes over; what chooses; and what shows its
# docstring to `help(separate)`, which a compiled function has not.
INTERPRETED = frozenset("items values record __init__ rules/__init__ compiled article".split())
ENGINE = Path("pipelines")

names = sorted(path.relative_to(ENGINE).with_suffix("").as_posix() for path in ENGINE.rglob("*.py"))
compiled = [f"pipelines/{name}.py" for name in names if name not in INTERPRETED]
extensions = []
try:
    from mypyc.build import mypycify

    extensions = mypycify(compiled, opt_level="2", debug_level="0", group_name="pipelines.engine")
except (ImportError, SystemExit) as error:
    print(f"The engine is not compiled: {error}")
for extension in extensions:
    extension.optional = True

setup(ext_modules=extensions)
