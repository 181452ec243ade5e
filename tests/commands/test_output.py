import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from digitcam.commands.output import SafeGroup, show
from digitcam.reporting.printable import printable


class Terminal(io.TextIOWrapper):
    """Stands for standard output of a given encoding."""

    def __init__(self, encoding: str) -> None:
        super().__init__(io.BytesIO(), encoding, errors="strict")

    def printed(self) -> bytes:
        self.flush()
        content: bytes = self.buffer.getvalue()  # type: ignore[attr-defined]
        return content


@given(st.text())
def test_printable_any_text_is_one_line_without_control_characters(text: str) -> None:
    line = printable(text)
    assert line.splitlines() in ([], [line])
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in line)
    assert printable(line) == line
    line.encode("utf-8")


@pytest.mark.parametrize(
    "name", ["plain.png", "naïve 数字 (1).png", "Screenshot at 9.41.00\u202fAM.png", "👩\u200d🔬.jpg"]
)
def test_printable_ordinary_name_is_unchanged(name: str) -> None:
    assert printable(name) == name


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "latin-1", "utf-8", "utf-16", "shift_jis"])
@given(st.text(st.characters(exclude_categories=())))
def test_show_any_name_in_any_encoding_is_printed(encoding: str, name: str) -> None:
    terminal = Terminal(encoding)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", terminal)
        show(printable(name) + "\t7")
    (line,) = terminal.printed().decode(encoding).splitlines()
    assert line.count("\t") == 1


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_show_closed_stream_is_ignored(monkeypatch: pytest.MonkeyPatch, stream: str) -> None:
    monkeypatch.setattr(sys, stream, None)
    show("7", err=stream == "stderr")


def test_show_full_disk_raises_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(Terminal):
        def write(self, text: str) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(sys, "stdout", Full("utf-8"))
    with pytest.raises(click.ClickException, match="cannot be written: No space left"):
        show("7")


@pytest.mark.parametrize("arguments", [["read", "a\x1b[2Jb"], ["re\nad"], ["--no\tsuch"]])
def test_safe_group_error_shows_no_control_characters(arguments: list[str]) -> None:
    @click.group(cls=SafeGroup)
    def group() -> None: ...

    @group.command()
    @click.argument("name")
    def read(name: str) -> None:
        raise click.ClickException(f"There is nothing at {name}")

    result = CliRunner().invoke(group, arguments)
    assert result.exit_code != 0
    shown = result.stderr.splitlines()[-1]
    assert "\\" in shown
    assert not set(shown) & set("\x1b\t\r")


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is reported in another way")
def test_command_closed_pipe_ends_quietly() -> None:
    command = [sys.executable, "-m", "digitcam", "--help"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(__file__).parents[2])
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait(60)
