"""``python -m digitcam`` and ``digitcam``: the command line."""

import click

from digitcam import __version__
from digitcam.commands.app import app
from digitcam.commands.bench import bench
from digitcam.commands.convert import convert
from digitcam.commands.evaluate import evaluate
from digitcam.commands.output import SafeGroup
from digitcam.commands.read import read
from digitcam.commands.train import train


@click.group(cls=SafeGroup)
@click.version_option(__version__, prog_name="digitcam", message="%(prog)s %(version)s")
def main() -> None:
    """Read handwritten digits."""


for command in (app, bench, convert, evaluate, read, train):
    main.add_command(command)

if __name__ == "__main__":
    main(prog_name="python -m digitcam")
