"""``python -m digitcam``: the command line."""

import click

from digitcam.commands.bench import bench
from digitcam.commands.convert import convert
from digitcam.commands.evaluate import evaluate
from digitcam.commands.read import read
from digitcam.commands.train import train


@click.group()
def main() -> None:
    """Read handwritten digits."""


main.add_command(bench)
main.add_command(convert)
main.add_command(evaluate)
main.add_command(read)
main.add_command(train)

if __name__ == "__main__":
    main(prog_name="python -m digitcam")
