"""The types of a row → those of Parquet and of a dataset card."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, inspect

SQL = {
    inspect.StrType: "VARCHAR",
    inspect.EnumType: "VARCHAR",
    inspect.LiteralType: "VARCHAR",
    inspect.RawType: "JSON",
    inspect.IntType: "BIGINT",
    inspect.FloatType: "DOUBLE",
    inspect.BoolType: "BOOLEAN",
}
DTYPES = {"VARCHAR": "string", "JSON": "string", "BIGINT": "int64", "DOUBLE": "float64", "BOOLEAN": "bool"}


def sql(row: type[Struct]) -> dict[str, str]:
    """The columns of a row with their types in DuckDB."""
    return {field.encode_name: _sql(field.type) for field in _fields(row)}


def features(row: type[Struct]) -> list[dict[str, Any]]:
    """The columns as `dataset_info` of a dataset card lists its features."""
    return [{"name": field.encode_name, **_feature(field.type)} for field in _fields(row)]


def _fields(row: type[Struct]) -> tuple[inspect.Field, ...]:
    found = inspect.type_info(row)
    assert isinstance(found, inspect.StructType)
    return found.fields


def _sql(kind: inspect.Type) -> str:
    kind = _given(kind)
    if isinstance(kind, inspect.ListType):
        return f"{_sql(kind.item_type)}[]"
    if isinstance(kind, inspect.StructType):
        inner = (f'"{field.encode_name}" {_sql(field.type)}' for field in kind.fields)
        return f"STRUCT({', '.join(inner)})"
    return SQL[type(kind)]


def _feature(kind: inspect.Type) -> dict[str, Any]:
    kind = _given(kind)
    if isinstance(kind, inspect.ListType):
        inner = _feature(kind.item_type)
        return {"list": inner.get("struct") or inner.get("dtype") or inner}
    if isinstance(kind, inspect.StructType):
        return {"struct": [{"name": field.encode_name, **_feature(field.type)} for field in kind.fields]}
    return {"dtype": DTYPES[SQL[type(kind)]]}


def _given(kind: inspect.Type) -> inspect.Type:
    """What a value is if it is not null."""
    if isinstance(kind, inspect.UnionType):
        (kind,) = (one for one in kind.types if not isinstance(one, inspect.NoneType))
    return kind
