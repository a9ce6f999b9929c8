"""What a person must look at: the one screen that calls the stages."""
from acceptance_lib.limits import Figure


def measure(context):
    path = context.root / "linker" / "pipeline.c"
    lines = path.read_text(encoding="utf-8").count("\n") if path.exists() else 0
    yield Figure("12.look", None, f"linker/pipeline.c, {lines} lines" if lines else "linker/pipeline.c is not there")
