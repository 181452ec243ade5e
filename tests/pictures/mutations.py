"""Damage files as transfers and hostile people do, for the fuzz tests."""


def cut(content: bytes, share: float, more: bytes) -> bytes:
    """Return the first part of a file, followed by other bytes.

    Args:
        content: The file.
        share: Length of the part over that of the file, 0 to 1.
        more: What follows.
    """
    return content[: round(share * len(content))] + more


def with_copy(content: bytes, start: float, length: float, to: float) -> bytes:
    """Return a file with a copy of one of its parts inserted at another place.

    Args:
        content: The file.
        start: Where the part begins, as a share of the file's length.
        length: Length of the part over 200 bytes, 0 to 1.
        to: Where it is inserted, as a share of the file's length.
    """
    first, place = round(start * len(content)), round(to * len(content))
    part = content[first : first + round(length * 200)]
    return content[:place] + part + content[place:]
