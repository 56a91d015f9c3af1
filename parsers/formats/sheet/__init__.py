"""Spreadsheets (XLSX, XLSM, XLSB, XLS, ODS): one table a sheet, every filled cell a line."""

from parsers.formats.sheet.reader import read

__all__ = ["read"]
