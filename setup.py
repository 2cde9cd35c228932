"""Compiles the engine by mypyc; without a C compiler, or where mypy objects, the same sources are interpreted."""

from pathlib import Path

from setuptools import setup

# Left as they are: the classes of msgspec, made by a metaclass that mypyc passes over; what chooses; and what shows its
# docstring to `help(separate)`, which a compiled function has not.
INTERPRETED = frozenset("items values record __init__ rules/__init__ compiled article".split())
ENGINE = Path("pipelines")

modules = {path.relative_to(ENGINE).with_suffix("").as_posix(): path for path in ENGINE.rglob("*.py")}
by_size = sorted(modules.keys() - INTERPRETED, key=lambda name: (modules[name].stat().st_size, name))
compiled = [str(modules[name]) for name in by_size]
halves = [(compiled[half::2], f"pipelines.engine{half}") for half in (0, 1)]  # libraries, compiled side by side
extensions = []
try:
    from mypyc.build import mypycify

    extensions = mypycify(compiled, opt_level="2", debug_level="0", separate=halves)
except (ImportError, SystemExit) as error:
    print(f"The engine is not compiled: {error}")
for extension in extensions:
    extension.optional = True

setup(ext_modules=extensions, options={"build_ext": {"parallel": True}})
