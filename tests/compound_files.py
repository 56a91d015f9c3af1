"""Old Word files made up for tests: a compound file with a Word 97 document inside, written byte by byte."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file (version 3, no mini stream) with the streams in its root."""
    padded = {name: data.ljust(max(4096, -(-len(data) // SECTOR) * SECTOR), b"\0") for name, data in streams.items()}
    counts = {name: len(data) // SECTOR for name, data in padded.items()}
    directory_sectors = -(-(len(streams) + 1) // 4)
    fat: list[int] = []
    places: dict[str, int] = {}
    for name, count in counts.items():
        places[name] = len(fat)
        fat += [*range(len(fat) + 1, len(fat) + count), END]
    directory_at = len(fat)
    fat += [*range(len(fat) + 1, len(fat) + directory_sectors), END]
    fat_sectors = 1
    while len(fat) + fat_sectors > fat_sectors * 128:
        fat_sectors += 1
    fat_at = len(fat)
    fat += [FAT] * fat_sectors
    fat += [FREE] * (fat_sectors * 128 - len(fat))
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    entries = [_entry("Root Entry", 5, FREE, FREE, 1 if names else FREE, END, 0)]
    for number, name in enumerate(names, 1):
        right = number + 1 if number < len(names) else FREE
        entries.append(_entry(name, 2, FREE, right, FREE, places[name], len(padded[name])))
    directory = b"".join(entries).ljust(directory_sectors * SECTOR, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fat_sectors, directory_at, 0, 4096, END, 0, END, 0
    )
    head += struct.pack("<109I", *range(fat_at, fat_at + fat_sectors), *[FREE] * (109 - fat_sectors))
    return head + b"".join(padded.values()) + directory + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, kind: int, left: int, right: int, child: int, start: int, size: int) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", raw, len(raw), kind, 1, left, right, child, start, size)


@dataclass
class Word:
    """A Word 97 document in the making: runs with their modifiers, paragraph ends with theirs."""

    fonts: Sequence[str] = ("Times New Roman", ".VnTime", ".VnTimeH", "VNI-Times")
    compressed: bool = False
    text: str = ""
    runs: list[tuple[int, bytes]] = field(default_factory=list)
    ends: list[tuple[int, bytes]] = field(default_factory=list)
    flags: int = 0x0200
    version: int = 0x00C1
    header: str = ""

    def run(self, text: str, font: int = 0, *changes: bytes) -> "Word":
        """Add letters in a font with character modifiers."""
        self.text += text
        self.runs.append((len(self.text), struct.pack("<HHHH", 0x4A4F, font, 0x4A51, font) + b"".join(changes)))
        return self

    def end(self, *changes: bytes, mark: str = "\r") -> "Word":
        """End a paragraph with paragraph or table modifiers."""
        self.run(mark)
        self.ends.append((len(self.text), struct.pack("<H", 0) + b"".join(changes)))
        return self

    def cell(self, text: str, font: int = 0) -> "Word":
        """Add a cell of one paragraph."""
        return self.run(text, font).end(IN_TABLE, mark="\x07")

    def row(self, *edges: int, flags: Sequence[int] = ()) -> "Word":
        """End a row whose cells have these edges."""
        count = len(edges) - 1
        cells = b"".join(struct.pack("<H18x", flags[i] if i < len(flags) else 0) for i in range(count))
        table = struct.pack(f"<B{count + 1}h", count, *edges) + cells
        definition = struct.pack("<HH", 0xD608, len(table) + 1) + table
        return self.end(IN_TABLE, struct.pack("<HB", 0x2417, 1), definition, mark="\x07")

    def save(self, path: Path) -> Path:
        """Write the file."""
        path.write_bytes(compound(self.streams()))
        return path

    def streams(self) -> dict[str, bytes]:
        main_count = len(self.text)
        stories = [(0, main_count)]
        if self.header:
            self.run(self.header).end()
            self.run("\r").end()
            stories.append((main_count, len(self.text)))
        width = 1 if self.compressed else 2
        raw = self.text.encode("cp1252" if self.compressed else "utf-16-le")
        start = 2048
        main = bytearray(start) + raw
        main += bytes(-len(main) % SECTOR)
        character_page, paragraph_page = len(main) // SECTOR, len(main) // SECTOR + 1
        main += _page([(start + at * width, change) for at, change in self.runs], start, paragraph=False)
        main += _page([(start + at * width, change) for at, change in self.ends], start, paragraph=True)
        table = bytearray()
        places: dict[int, tuple[int, int]] = {}

        def put(index: int, data: bytes) -> None:
            places[index] = (len(table), len(data))
            table.extend(data)

        put(12, struct.pack("<III", start, start + len(raw), character_page))
        put(13, struct.pack("<III", start, start + len(raw), paragraph_page))
        put(15, _fonts(self.fonts))
        where = start * 2 | 0x40000000 if self.compressed else start
        pieces = struct.pack("<IIHIH", 0, len(self.text), 0, where, 0)
        put(33, b"\x02" + struct.pack("<I", len(pieces)) + pieces)
        if self.header:
            # Six separators and the even header are empty; the odd header holds the text.
            length = len(self.header) + 1
            put(11, struct.pack("<14I", *[0] * 8, *[length] * 5, length + 1))
        struct.pack_into("<HH6xH", main, 0, 0xA5EC, self.version, self.flags)
        struct.pack_into("<H", main, 32, 14)
        struct.pack_into("<H", main, 62, 22)
        struct.pack_into("<H", main, 152, 93)
        struct.pack_into("<i", main, 76, main_count)
        if self.header:
            struct.pack_into("<i", main, 84, stories[1][1] - stories[1][0])
        for index, (at, size) in places.items():
            struct.pack_into("<II", main, 154 + 8 * index, at, size)
        return {"WordDocument": bytes(main), "1Table": bytes(table)}


IN_TABLE = struct.pack("<HB", 0x2416, 1)


def _page(ends: list[tuple[int, bytes]], start: int, *, paragraph: bool) -> bytes:
    """One 512-byte page of properties; the test document must fit on it."""
    count = len(ends)
    page = bytearray(SECTOR)
    page[511] = count
    struct.pack_into(f"<{count + 1}I", page, 0, start, *(at for at, _ in ends))
    free = 510
    kept: dict[bytes, int] = {}
    for number, (_, change) in enumerate(ends):
        if paragraph and len(change) % 2 == 0:
            body = bytes([0, len(change) // 2]) + change
        elif paragraph:
            body = bytes([(len(change) + 1) // 2]) + change
        else:
            body = bytes([len(change)]) + change
        if body not in kept:
            free = (free - len(body)) & ~1
            page[free : free + len(body)] = body
            kept[body] = free
        page[4 * (count + 1) + number * (13 if paragraph else 1)] = kept[body] // 2
    assert free > 4 * (count + 1) + count * (13 if paragraph else 1), "too much for one page"
    return bytes(page)


def _fonts(names: Sequence[str]) -> bytes:
    out = struct.pack("<HH", len(names), 0)
    for name in names:
        raw = (name + "\0").encode("utf-16-le")
        out += bytes([39 + len(raw)]) + bytes(39) + raw
    return out
