"""libfisc as ctypes sees it: the structs and functions of fisc.h (interface 1)."""
from __future__ import annotations

import ctypes as c
import ctypes.util
import os
from typing import Any

API = 1
OK, NO_MEMORY, LIMIT, CANCELLED = range(4)
TEXT, INT64, DECIMAL128 = range(3)
CONVERT = 1
NONE = 0xFFFFFFFF


class Notice(c.Structure):
    _fields_ = [(name, c.c_char_p) for name in ("kind", "table", "zh", "en")]


class Message(c.Structure):
    _fields_ = [("code", c.c_char_p), ("severity", c.c_int), ("file", c.c_char_p),
                ("line", c.c_uint64), ("column", c.c_uint32), ("header", c.c_char_p),
                ("text", c.c_char_p), ("zh", c.c_char_p), ("en", c.c_char_p),
                ("help_zh", c.c_char_p), ("help_en", c.c_char_p)]


LOG = c.CFUNCTYPE(None, c.c_void_p, c.POINTER(Message))
CANCELLED_FN = c.CFUNCTYPE(c.c_int, c.c_void_p)


class Host(c.Structure):
    _fields_ = [("size", c.c_size_t), ("ctx", c.c_void_p), ("allocate", c.c_void_p),
                ("release", c.c_void_p), ("log", LOG), ("cancelled", CANCELLED_FN)]


class Limits(c.Structure):
    _fields_ = [("size", c.c_size_t), ("memory", c.c_uint64), ("rows", c.c_uint64),
                ("columns", c.c_uint64), ("row_bytes", c.c_uint64), ("results", c.c_uint64)]


class Table(c.Structure):
    _fields_ = [("name", c.c_char_p), ("title", c.c_char_p), ("from_", c.c_char_p),
                ("origin", c.c_int), ("of", c.c_uint32), ("columns", c.c_uint32)]


class Column(c.Structure):
    _fields_ = [("name", c.c_char_p), ("header", c.c_char_p), ("key", c.c_int),
                ("unit", c.c_char_p), ("scale", c.c_int)]


class Rule(c.Structure):
    _fields_ = [("name", c.c_char_p), ("label", c.c_char_p), ("because", c.c_char_p),
                ("source", c.c_char_p), ("unit", c.c_char_p), ("severity", c.c_int),
                ("file", c.c_char_p), ("line", c.c_uint32), ("column", c.c_uint32)]


class Line(c.Structure):
    _fields_ = [("name", c.c_char_p), ("because", c.c_char_p), ("source", c.c_char_p),
                ("unit", c.c_char_p)]


class Input(c.Structure):
    _fields_ = [("size", c.c_size_t), ("header", c.c_char_p), ("type", c.c_int),
                ("scale", c.c_int), ("values", c.c_void_p), ("valid", c.c_void_p),
                ("offset", c.c_int64), ("flags", c.c_uint)]


class Result(c.Structure):
    _fields_ = [("rule", c.c_uint32), ("name", c.c_char_p), ("label", c.c_char_p),
                ("because", c.c_char_p), ("key", c.c_char_p), ("kind", c.c_char_p),
                ("severity", c.c_int), ("verdict", c.c_int), ("reason", c.c_char_p),
                ("left", c.c_char_p), ("right", c.c_char_p), ("difference", c.c_char_p),
                ("slack", c.c_char_p), ("unit", c.c_char_p), ("loose", c.c_int),
                ("cells", c.c_uint32), ("cells_left_out", c.c_uint64)]


class Cell(c.Structure):
    _fields_ = [("table", c.c_uint32), ("row", c.c_char_p), ("column", c.c_char_p),
                ("value", c.c_char_p), ("unit", c.c_char_p), ("kind", c.c_char_p),
                ("file", c.c_char_p), ("line", c.c_uint64), ("field", c.c_uint32),
                ("header", c.c_char_p), ("text", c.c_char_p), ("condition", c.c_int),
                ("taken", c.c_int), ("furthest", c.c_int)]


_P, _U32, _U64, _S = c.c_void_p, c.c_uint32, c.c_uint64, c.c_char_p
FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "fisc_status_text": (_S, [c.c_int]),
    "fisc_api": (c.c_int, []),
    "fisc_version": (_S, []),
    "fisc_rules_open": (c.c_int, [_S, c.POINTER(Host), c.POINTER(Limits), c.POINTER(_P)]),
    "fisc_rules_close": (None, [_P]),
    "fisc_rules_manifest": (_S, [_P]),
    "fisc_table_count": (_U32, [_P]),
    "fisc_rule_count": (_U32, [_P]),
    "fisc_line_count": (_U32, [_P]),
    "fisc_table_get": (c.c_int, [_P, _U32, c.POINTER(Table)]),
    "fisc_column_get": (c.c_int, [_P, _U32, _U32, c.POINTER(Column)]),
    "fisc_rule_get": (c.c_int, [_P, _U32, c.POINTER(Rule)]),
    "fisc_line_get": (c.c_int, [_P, _U32, c.POINTER(Line)]),
    "fisc_context_new": (c.c_int, [_P, c.POINTER(Host), c.POINTER(Limits), c.POINTER(_P)]),
    "fisc_context_free": (None, [_P]),
    "fisc_context_reset": (c.c_int, [_P]),
    "fisc_set_day": (c.c_int, [_P, _U32]),
    "fisc_bind_csv": (c.c_int, [_P, _U32, _S, _S, c.c_size_t]),
    "fisc_bind_columns": (c.c_int, [_P, _U32, _S, c.POINTER(Input), c.c_size_t, _U64]),
    "fisc_bind_arrow": (c.c_int, [_P, _U32, _S, _P, _P, c.c_uint]),
    "fisc_bind_arrow_stream": (c.c_int, [_P, _U32, _S, _P, c.c_uint]),
    "fisc_set_kept": (c.c_int, [_P, c.c_int]),
    "fisc_set_joint": (c.c_int, [_P, c.c_int]),
    "fisc_run": (c.c_int, [_P]),
    "fisc_count": (_U64, [_P, c.c_int, c.c_int]),
    "fisc_result_count": (_U64, [_P]),
    "fisc_result_get": (c.c_int, [_P, _U64, c.POINTER(Result)]),
    "fisc_cell_get": (c.c_int, [_P, _U32, c.POINTER(Cell)]),
    "fisc_result_text": (c.c_int, [_P, c.c_int, c.POINTER(_S)]),
    "fisc_line_value": (c.c_int, [_P, _U32, c.POINTER(_S), c.POINTER(_S)]),
    "fisc_notice_count": (c.c_int, [_P, c.POINTER(_U32)]),
    "fisc_notice_get": (c.c_int, [_P, _U32, c.POINTER(Notice)]),
    "fisc_message_count": (_U32, [_P]),
    "fisc_message_get": (c.c_int, [_P, _U32, c.POINTER(Message)]),
    "fisc_fault": (_S, [_P, c.c_int]),
}


def load() -> c.CDLL:
    """libfisc: $FISC_LIBRARY, else as the system finds it."""
    path = os.environ.get("FISC_LIBRARY") or ctypes.util.find_library("fisc") or "libfisc.so.0"
    try:
        library = c.CDLL(path)
    except OSError as e:
        raise ImportError(f"{e}: set FISC_LIBRARY to the path of libfisc.so") from e
    for name, (result, arguments) in FUNCTIONS.items():
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
    if library.fisc_api() != API:
        raise ImportError(f"{path} has interface {library.fisc_api()}, this package needs {API}")
    return library
