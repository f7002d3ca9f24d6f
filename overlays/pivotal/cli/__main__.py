"""Run the command line as `python -m pivotal.cli`."""

import sys

from pivotal.cli import main

if __name__ == "__main__":
    sys.exit(main())
