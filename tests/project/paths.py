"""Where the sweeps look."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = sorted(path for path in (ROOT / "troubleshooting").rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
