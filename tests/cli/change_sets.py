"""The rows of a target that is a folder: its change sets, applied in order."""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "independent"))
import zstd_frames  # noqa: E402


def lines_of(folder):
    return [json.loads(line) for line in zstd_frames.decompress((folder / "changes.jsonl.zst").read_bytes()).splitlines()]


def apply(folder, rows):
    """One set, to rows by entity_id."""
    for row in lines_of(folder):
        if row.pop("change") == "delete":
            del rows[row["entity_id"]]
        else:
            rows[row["entity_id"]] = row
