"""``python -m digitcam``: the command line."""

from importlib import import_module
from typing import Final

import click

COMMANDS: Final = ("bench", "convert", "evaluate", "read", "train")


class _Commands(click.Group):
    """Imports a command when it is called, or its help is wanted: reading a picture needs nothing of evaluating."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"digitcam.commands.{cmd_name}"), cmd_name)
        return command


@click.group(cls=_Commands)
def main() -> None:
    """Read handwritten digits."""


if __name__ == "__main__":
    main(prog_name="python -m digitcam")
