"""Where the frozen contract is: a copy of spec/ and overlays/spec that a change of the contract doesn't touch."""

from scripts.project import ROOT

FROZEN = ROOT / "tests" / "data" / "contract"
CONTRACT = FROZEN / "openapi.yaml"
PAGES = FROZEN / "pages"
CORRECTIONS = FROZEN / "corrections"
