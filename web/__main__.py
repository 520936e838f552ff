"""`python -m web` is `jornal`."""

from web.cli import run

if __name__ == "__main__":
    run()
