"""`python -m stabiel` is the command `stabiel`."""

import sys

from stabiel.cli import main

if __name__ == "__main__":
    sys.exit(main())
