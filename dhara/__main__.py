"""``python -m dhara …``: the one command."""

from dhara.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
