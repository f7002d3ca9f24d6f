"""Entry point of `python -m scripts.lint_spec`."""

import sys

from scripts.lint_spec.cli import main

sys.exit(main())
