"""Check the figures of a budget with rules that `fisc build` has compiled.

    >>> import fisc
    >>> rules = fisc.Rules("libbudget.so")
    >>> report = rules.check({"支出": open("spending.csv", "rb").read()})
    >>> for result in report.violated():
    ...     print(result.rule, result.key, result.difference, result.unit)

Figures are decimal.Decimal, never float: a float that is handed over raises TypeError."""
from __future__ import annotations

import ctypes
import datetime
import os
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Callable, Iterable, Iterator, Mapping, Optional, Sequence, Union

from . import _native as native

__all__ = ["Cell", "Error", "Line", "Message", "Notice", "Report", "Result", "Rules", "Table"]

VERDICTS = ("exact", "rounding", "violated", "not-applicable", "unknown", "waived")
SEVERITIES = ("must", "should", "note")
#: auto: all, or with more than 100,000 failing ones; failing: all but exact ones
KEPT = ("auto", "all", "failing", "none")
_LIB = native.load()

Figure = Union[int, Decimal, str, None]
Records = Iterable[Mapping[str, Figure]]
Columns = Mapping[str, Sequence[Figure]]
#: What may stand for a table: CSV (its text or bytes, a path or an open file), rows, columns, or
#: anything with Arrow's __arrow_c_stream__ or __arrow_c_array__ (a pyarrow, polars or nanoarrow
#: table). None: it is not there.
Sheet = Union[bytes, str, "os.PathLike[str]", Records, Columns, Any, None]
#: A day: date, "2024-12-31" or 20241231.
Day = Union[datetime.date, str, int, None]


class Error(Exception):
    """What the library refuses. `status` is its number in fisc.h, `zh` the sentence in Chinese."""

    def __init__(self, status: int, en: str, zh: str = "") -> None:
        super().__init__(en or _text(_LIB.fisc_status_text(status)))
        self.status = status
        self.zh = zh or str(self)


@dataclass(frozen=True)
class Column:
    name: str
    header: str
    key: bool
    unit: str
    scale: int


@dataclass(frozen=True)
class Table:
    """A table of the rules. origin: 0 this year's, 1 last year's of the table `declared`, 2 its
    total rows in all units."""
    name: str
    declared: str
    title: str
    file: str
    origin: int
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Cell:
    table: str
    row: str
    column: str
    value: Optional[Decimal]
    unit: str
    kind: str
    file: str
    line: int
    field: int
    header: str
    text: str
    condition: bool
    taken: Optional[bool]
    furthest: bool


@dataclass(frozen=True)
class Result:
    """What a rule gives for the budget, or for one row of it."""
    rule: str
    label: str
    key: Optional[str]
    kind: str
    severity: str
    verdict: str
    reason: str
    left: Optional[Decimal]
    right: Optional[Decimal]
    difference: Optional[Decimal]
    slack: Optional[Decimal]
    unit: str
    loose: bool
    because: str
    zh: str
    en: str
    cells: tuple[Cell, ...]
    cells_left_out: int


@dataclass(frozen=True)
class Line:
    name: str
    value: Optional[Decimal]
    unit: str
    reason: str
    source: str


@dataclass(frozen=True)
class Notice:
    """What was not checked, and so has not passed. table: "" if of none."""
    kind: str
    table: str
    zh: str
    en: str


@dataclass(frozen=True)
class Message:
    """What was said of the figures while they were read."""
    code: str
    severity: str
    file: Optional[str]
    line: int
    column: int
    text: str
    zh: str
    en: str
    help_zh: str
    help_en: str


@dataclass(frozen=True)
class Report:
    results: tuple[Result, ...]
    lines: Mapping[str, Line]
    messages: tuple[Message, ...]
    notices: tuple[Notice, ...] = ()
    #: by severity and verdict, of all results, kept or not
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def violated(self) -> Iterator[Result]:
        return (r for r in self.results if r.verdict == "violated")

    def unknown(self) -> Iterator[Result]:
        """What could not be decided, and so has not passed."""
        return (r for r in self.results if r.verdict == "unknown")

    def holds(self, severity: str = "must") -> bool:
        """Is nothing violated at this severity or above? False too where figures could not be read
        or nothing could be decided: what was not checked does not hold. That some results are
        unknown does not make it false: look at unknown() and at the notices."""
        if severity not in SEVERITIES:
            raise ValueError(f"{severity!r} is no severity: give one of {', '.join(SEVERITIES)}")
        upto = SEVERITIES[:SEVERITIES.index(severity) + 1]
        decided = sum(self.counts[s, v] for s in SEVERITIES
                      for v in ("exact", "rounding", "violated", "waived"))
        return (decided > 0 and not any(m.severity == "error" for m in self.messages)
                and not any(self.counts[s, "violated"] for s in upto))


def _text(value: Optional[bytes]) -> str:
    return value.decode("utf-8", "replace") if value else ""


def _maybe(value: Optional[bytes]) -> Optional[str]:
    return None if value is None else value.decode("utf-8", "replace")


def _figure(value: Optional[bytes]) -> Optional[Decimal]:
    """As it is printed, whatever the context: Decimal's constructor never rounds."""
    return None if value is None else Decimal(value.decode("utf-8"))


def _printed(value: Figure) -> bytes:
    """A figure or a text as it would be printed."""
    if value is None:
        return b""
    if isinstance(value, (bool, float)) or not isinstance(value, (int, Decimal, str)):
        raise TypeError(f"{value!r} is {type(value).__name__}: give int, Decimal, str or None; "
                        "floats are not exact")
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{value!r} is no figure")
        return format(value, "f").encode()
    return _bytes(value if isinstance(value, str) else str(int(value)))


def _bytes(text: str) -> bytes:
    """UTF-8 that C can take: it ends a text at a NUL."""
    if "\0" in text:
        raise ValueError(f"{text!r} holds a NUL")
    return text.encode("utf-8")


def _columns_of(sheet: Any) -> dict[str, list[bytes]]:
    """Printed texts by header; rows may lack columns, and then are blank there."""
    if isinstance(sheet, Mapping):
        if any(isinstance(values, (str, bytes)) for values in sheet.values()):
            raise TypeError("a column is a sequence of figures, not a text")
        columns = {str(k): [_printed(v) for v in values] for k, values in sheet.items()}
        lengths = {h: len(v) for h, v in columns.items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"the columns are not of one length: {lengths}")
        return columns
    rows = list(sheet)
    for row in rows:
        if not isinstance(row, Mapping):
            raise TypeError(f"a row is a mapping of headers and figures, not {row!r}")
    headers: dict[str, None] = {}
    for row in rows:
        headers.update(dict.fromkeys(row))
    return {str(h): [_printed(row.get(h)) for row in rows] for h in headers}


def _csv(name: str, sheet: Any) -> Any:
    """The bytes of a sheet that is CSV; else the sheet."""
    if isinstance(sheet, os.PathLike):
        with open(sheet, "rb") as f:
            return f.read()
    if hasattr(sheet, "read"):
        sheet = sheet.read()
    if isinstance(sheet, str):
        if sheet.endswith(".csv") and "\n" not in sheet:
            raise ValueError(f"{name}: {sheet!r} is a path: give the text, a pathlib.Path, or a "
                             "folder to check_folder")
        return sheet.encode("utf-8")
    return bytes(sheet) if isinstance(sheet, (bytes, bytearray)) else sheet


def _day(day: Day) -> int:
    """YYYYMMDD; 0: none."""
    if day is None or day == 0:
        return 0
    if isinstance(day, int):
        day = f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}"
    if isinstance(day, str):
        day = datetime.date.fromisoformat(day)
    return day.year * 10000 + day.month * 100 + day.day


def _capsule(capsule: Any, name: bytes) -> int:
    get = ctypes.pythonapi.PyCapsule_GetPointer
    get.restype = ctypes.c_void_p
    get.argtypes = [ctypes.py_object, ctypes.c_char_p]
    return int(get(capsule, name))


class Rules:
    """Compiled rules: a library that `fisc build` made. Many threads may check with it at once."""

    def __init__(self, path: Union[str, os.PathLike[str]]) -> None:
        self._handle = ctypes.c_void_p()
        said: list[tuple[str, str]] = []
        log = native.LOG(lambda _, m: said.append((_text(m[0].en), _text(m[0].zh))))
        host = native.Host(size=ctypes.sizeof(native.Host), log=log)
        status = _LIB.fisc_rules_open(os.fsencode(path), ctypes.byref(host), None,
                                      ctypes.byref(self._handle))
        if status:
            en, zh = said[0] if said else ("", "")
            raise Error(status, f"{os.fspath(path)}: {en}" if en else "", zh)
        self.tables: tuple[Table, ...] = tuple(map(self._table, range(self._count("table"))))
        self.rules: tuple[str, ...] = tuple(map(self._rule, range(self._count("rule"))))

    def __del__(self) -> None:
        handle = getattr(self, "_handle", None)
        if handle:
            _LIB.fisc_rules_close(handle)

    def _count(self, what: str) -> int:
        return int(getattr(_LIB, f"fisc_{what}_count")(self._handle))

    def _table(self, i: int) -> Table:
        t = native.Table()
        _LIB.fisc_table_get(self._handle, i, ctypes.byref(t))
        columns = []
        for k in range(t.columns):
            x = native.Column()
            _LIB.fisc_column_get(self._handle, i, k, ctypes.byref(x))
            columns.append(Column(_text(x.name), _text(x.header), bool(x.key), _text(x.unit),
                                  x.scale))
        of = native.Table()
        _LIB.fisc_table_get(self._handle, t.of, ctypes.byref(of))
        return Table(_text(t.name), _text(of.name), _text(t.title), _text(t.from_), t.origin,
                     tuple(columns))

    def _rule(self, i: int) -> str:
        r = native.Rule()
        _LIB.fisc_rule_get(self._handle, i, ctypes.byref(r))
        return _text(r.name)

    @property
    def manifest(self) -> str:
        """Version and tools, CPU level, a hash of the program, the rules by name."""
        return _text(_LIB.fisc_rules_manifest(self._handle))

    def check(self, tables: Mapping[str, Sheet], *, prior: Optional[Mapping[str, Sheet]] = None,
              today: Day = None, convert: bool = False, memory: int = 0,
              cancelled: Optional[Callable[[], bool]] = None, keep: str = "auto",
              joint: bool = True) -> Report:
        """Checks one budget.

        tables: by the tables' names. Last year's figures of them are `prior`. today: the day by
        which waivers end; None: none ends. convert: Arrow columns may have another scale
        than the rules declare. memory: bytes at most, 0: 4 GiB. cancelled: asked often; true ends
        the check with Error. keep: which results the report has, one of KEPT; its counts are
        complete. joint: whether rules are asked together too. Raises Error, TypeError (floats),
        ValueError, KeyError (no such table)."""
        with _Run(self, memory, cancelled) as run:
            for origin, sheets in ((0, tables), (1, prior or {})):
                for name, sheet in sheets.items():
                    if sheet is None:
                        continue
                    number = self._number(name, origin)
                    run.bind(number, self.tables[number].name, sheet, convert)
            return run.report(today, keep, joint)

    def check_folder(self, folder: Union[str, os.PathLike[str]], *,
                     prior: Optional[Union[str, os.PathLike[str]]] = None,
                     today: Day = None) -> Report:
        """The same of CSV files, by the names that the rules give them. Messages and cells name a
        file of last year by its path."""
        for where in filter(None, (folder, prior)):
            if not os.path.isdir(where):
                raise NotADirectoryError(f"{os.fspath(where)!r} is no folder")
        with _Run(self, 0, None) as run:
            for where, origin in ((folder, 0), (prior, 1)):
                for i, t in enumerate(self.tables):
                    path = os.path.join(where, t.file) if where is not None else ""
                    if t.origin == origin and os.path.isfile(path):
                        with open(path, "rb") as f:
                            run.bind_csv(i, os.fspath(path) if origin else None, f.read())
            return run.report(today)

    def _number(self, name: str, origin: int) -> int:
        for i, t in enumerate(self.tables):
            if t.origin == origin and t.declared == name:
                return i
        known = [t.declared for t in self.tables if t.origin == origin]
        raise KeyError(f"the rules have no table {name!r}" + (" of last year" if origin else "")
                       + f": they have {', '.join(known) or 'none'}"
                       + ("; last year's are given as prior=" if name.startswith("prior(") else ""))


class _Run:
    """One context: what is bound must stay until the results were read."""

    def __init__(self, rules: Rules, memory: int,
                 cancelled: Optional[Callable[[], bool]]) -> None:
        self.rules = rules
        self.keep: list[Any] = []
        self.raised: list[BaseException] = []
        self.handle = ctypes.c_void_p()
        host = native.Host(size=ctypes.sizeof(native.Host))
        if cancelled:
            host.cancelled = native.CANCELLED_FN(lambda _: self._cancelled(cancelled))
        limits = native.Limits(size=ctypes.sizeof(native.Limits), memory=memory)
        self.keep += [host, limits]
        status = _LIB.fisc_context_new(rules._handle, ctypes.byref(host), ctypes.byref(limits),
                                       ctypes.byref(self.handle))
        if status:
            raise Error(status, "")

    def _cancelled(self, ask: Callable[[], bool]) -> int:
        """An exception cannot cross C: it cancels, and is raised afterwards."""
        try:
            return int(bool(ask()))
        except BaseException as e:  # pylint: disable=broad-except
            self.raised.append(e)
            return 1

    def __enter__(self) -> "_Run":
        return self

    def __exit__(self, *_: Any) -> None:
        _LIB.fisc_context_free(self.handle)

    def need(self, status: int) -> None:
        if self.raised:
            raise self.raised[0]
        if status:
            raise Error(status, _text(_LIB.fisc_fault(self.handle, 1)),
                        _text(_LIB.fisc_fault(self.handle, 0)))

    # ── figures in ──

    def bind(self, table: int, name: str, sheet: Sheet, convert: bool) -> None:
        flags = native.CONVERT if convert else 0
        sheet = _csv(name, sheet)
        if isinstance(sheet, bytes):
            self.bind_csv(table, None, sheet)
        elif hasattr(sheet, "__arrow_c_stream__"):
            capsule = sheet.__arrow_c_stream__()
            at = _capsule(capsule, b"arrow_array_stream")
            self.need(_LIB.fisc_bind_arrow_stream(self.handle, table, _bytes(name), at, flags))
        elif hasattr(sheet, "__arrow_c_array__"):
            schema, array = sheet.__arrow_c_array__()
            self.need(_LIB.fisc_bind_arrow(self.handle, table, _bytes(name),
                                           _capsule(schema, b"arrow_schema"),
                                           _capsule(array, b"arrow_array"), flags))
        else:
            self._bind_columns(table, name, _columns_of(sheet))

    def bind_csv(self, table: int, name: Optional[str], text: bytes) -> None:
        """name: what messages call the sheet; None: as the rules do."""
        self.keep.append(text)
        self.need(_LIB.fisc_bind_csv(self.handle, table, None if name is None else _bytes(name),
                                     text, len(text)))

    def _bind_columns(self, table: int, name: str, columns: dict[str, list[bytes]]) -> None:
        rows = len(next(iter(columns.values()), ()))
        if not columns:             # a sheet without rows
            self.bind_csv(table, None, b"")
            return
        inputs = (native.Input * len(columns))()
        for i, (header, texts) in enumerate(columns.items()):
            values = (ctypes.c_char_p * (rows + 1))(*texts)
            self.keep.append(values)
            inputs[i] = native.Input(ctypes.sizeof(native.Input), _bytes(header),
                                     native.TEXT, 0, ctypes.cast(values, ctypes.c_void_p).value,
                                     None, 0, 0)
        self.need(_LIB.fisc_bind_columns(self.handle, table, _bytes(name), inputs,
                                         len(columns), rows))

    # ── results out ──

    def report(self, today: Day, keep: str = "auto", joint: bool = True) -> Report:
        if keep not in KEPT:
            raise ValueError(f"{keep!r}: give one of {', '.join(KEPT)}")
        self.need(_LIB.fisc_set_day(self.handle, _day(today)))
        self.need(_LIB.fisc_set_kept(self.handle, KEPT.index(keep)))
        self.need(_LIB.fisc_set_joint(self.handle, int(joint)))
        self.need(_LIB.fisc_run(self.handle))
        counts = {(s, v): int(_LIB.fisc_count(self.handle, i, k))
                  for i, s in enumerate(SEVERITIES) for k, v in enumerate(VERDICTS)}
        results = tuple(map(self._result, range(_LIB.fisc_result_count(self.handle))))
        lines = {line.name: line for line in map(self._line, range(self.rules._count("line")))}
        messages = tuple(map(self._message, range(_LIB.fisc_message_count(self.handle))))
        return Report(results, lines, messages, self._notices(), counts)

    def _result(self, i: int) -> Result:
        x = native.Result()
        self.need(_LIB.fisc_result_get(self.handle, i, ctypes.byref(x)))
        said = []
        for lang in range(2):
            text = ctypes.c_char_p()
            self.need(_LIB.fisc_result_text(self.handle, lang, ctypes.byref(text)))
            said.append(_text(text.value))
        return Result(_text(x.name), _text(x.label), _maybe(x.key), _text(x.kind),
                      SEVERITIES[x.severity], VERDICTS[x.verdict], _text(x.reason),
                      _figure(x.left), _figure(x.right), _figure(x.difference), _figure(x.slack),
                      _text(x.unit), bool(x.loose), _text(x.because), said[0], said[1],
                      tuple(map(self._cell, range(x.cells))), int(x.cells_left_out))

    def _cell(self, i: int) -> Cell:
        x = native.Cell()
        self.need(_LIB.fisc_cell_get(self.handle, i, ctypes.byref(x)))
        return Cell(self.rules.tables[x.table].name, _text(x.row), _text(x.column),
                    _figure(x.value), _text(x.unit), _text(x.kind), _text(x.file), int(x.line),
                    int(x.field), _text(x.header), _text(x.text), bool(x.condition),
                    None if x.taken < 0 else bool(x.taken), bool(x.furthest))

    def _line(self, i: int) -> Line:
        x = native.Line()
        value, reason = ctypes.c_char_p(), ctypes.c_char_p()
        self.need(_LIB.fisc_line_get(self.rules._handle, i, ctypes.byref(x)))
        self.need(_LIB.fisc_line_value(self.handle, i, ctypes.byref(value), ctypes.byref(reason)))
        return Line(_text(x.name), _figure(value.value), _text(x.unit), _text(reason.value),
                    _text(x.source))

    def _notices(self) -> tuple[Notice, ...]:
        count = ctypes.c_uint32()
        self.need(_LIB.fisc_notice_count(self.handle, ctypes.byref(count)))
        return tuple(map(self._notice, range(count.value)))

    def _notice(self, i: int) -> Notice:
        x = native.Notice()
        self.need(_LIB.fisc_notice_get(self.handle, i, ctypes.byref(x)))
        return Notice(_text(x.kind), _text(x.table), _text(x.zh), _text(x.en))

    def _message(self, i: int) -> Message:
        m = native.Message()
        self.need(_LIB.fisc_message_get(self.handle, i, ctypes.byref(m)))
        return Message(_text(m.code), ("error", "warning", "note")[m.severity], _maybe(m.file),
                       int(m.line), int(m.column), _text(m.text), _text(m.zh), _text(m.en),
                       _text(m.help_zh), _text(m.help_en))
