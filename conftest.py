"""A compiled module has no doctests: where the engine is compiled, `TECHNEWS_COMPILED=0 pytest pipelines` asks them."""

from pipelines.compiled import state

collect_ignore_glob = ["pipelines/*"] if state() == "compiled" else []
