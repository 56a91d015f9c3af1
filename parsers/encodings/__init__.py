"""TCVN3 (ABC), VNI and VISCII letters to Unicode: by the font when it tells, by the syllables when it does not."""

from parsers.encodings.decoder import Decoder
from parsers.encodings.detection import detect, to_unicode
from parsers.encodings.letters import decode, font_encoding, prints_capitals

__all__ = ["Decoder", "decode", "detect", "font_encoding", "prints_capitals", "to_unicode"]
