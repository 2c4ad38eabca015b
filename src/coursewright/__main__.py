"""``python -m coursewright``."""

from coursewright.cli import main

if __name__ == "__main__":
    main(prog_name="coursewright")
