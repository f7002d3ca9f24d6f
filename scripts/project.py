"""Where the files of this project are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONTRACT = ROOT / "spec" / "openapi.yaml"
PAGES = ROOT / "spec" / "pages"
OVERLAYS = ROOT / "overlays"
CORRECTIONS = OVERLAYS / "spec"
TEMPLATES = OVERLAYS / "templates"
GENERATOR_CONFIG = ROOT / "generator-config.yaml"
GENERATED = ROOT / "generated"
