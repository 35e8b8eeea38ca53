"""A PDF in, the same pages without times, programs, authors, places and cameras out (A7). The only user of
pikepdf. Pure.

The title stays, because screen readers read it aloud. A signed or encrypted document cannot be changed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf

from .file_types import DAMAGED, Cleaner, RefusedFileError

_SIGNED = (
    "is a signed PDF, which cannot change without losing its signature; print it into a new PDF"
)
_LOCKED = "is a locked PDF, which cannot lose the names and times in it; save it without a password"
_REMOVED_KEYS = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/ModDate", "/CreationDate")
_ANNOTATION_KEYS = ("/M", "/CreationDate")


def pdf(data: bytes, clean: Cleaner) -> bytes:
    """Raises RefusedFileError if the metadata cannot be removed."""
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if document.is_encrypted:
                raise RefusedFileError(_LOCKED)
            _clean(document, clean)
            file = io.BytesIO()
            document.save(file, deterministic_id=True, fix_metadata_version=False)
            return file.getvalue()
    except pikepdf.PasswordError:
        raise RefusedFileError(_LOCKED) from None
    except (
        pikepdf.PdfError,
        TypeError,
        AttributeError,
        KeyError,
    ):  # the structure of the document is invalid
        raise RefusedFileError(DAMAGED) from None


def _clean(document: Any, clean: Cleaner) -> None:
    title = document.trailer.get("/Info", {}).get("/Title")
    words = str(title) if title is not None else ""
    for name in ("/Info", "/ID"):
        if name in document.trailer:
            del document.trailer[name]
    if words:
        document.trailer.Info = document.make_indirect(pikepdf.Dictionary(Title=words))
    for one in document.objects:
        for inner in _direct(list(one)) if isinstance(one, pikepdf.Array) else [one]:
            if isinstance(inner, pikepdf.Dictionary | pikepdf.Stream):
                _clean_object(inner, clean)


def _clean_object(one: Any, clean: Cleaner) -> None:
    kind = one.get("/Type")
    if kind == "/Sig" or (one.get("/FT") == "/Sig" and "/V" in one):
        raise RefusedFileError(_SIGNED)
    _without(one, _REMOVED_KEYS)
    if "/Subtype" in one and ("/Rect" in one or kind == "/Annot"):
        _without(one, _ANNOTATION_KEYS)
    for inner in _direct(one.get(name) for name in list(one.keys())):
        _clean_object(inner, clean)
    if isinstance(one, pikepdf.Stream):
        _clean_stream(one, clean)


def _direct(values: Iterable[Any]) -> Iterator[Any]:
    """The direct dictionaries within values, also in arrays; indirect ones are visited as objects."""
    for value in values:
        if isinstance(value, pikepdf.Dictionary) and not value.is_indirect:
            yield value
        elif isinstance(value, pikepdf.Array) and not value.is_indirect:
            yield from _direct(list(value))


def _clean_stream(one: Any, clean: Cleaner) -> None:
    """Cleans photographs and attached files, which a PDF holds unchanged."""
    is_file = one.get("/Type") == "/EmbeddedFile"
    if is_file and "/Params" in one:
        _without(one.Params, ("/ModDate", "/CreationDate", "/Mac"))
    filters = one.get("/Filter")
    names = (
        [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    )
    if is_file:
        one.write(clean(one.read_bytes()))
    elif names == ["/DCTDecode"]:
        raw = one.read_raw_bytes()
        try:
            made = clean(raw)
        except RefusedFileError:
            return
        if made != raw:
            one.write(made, filter=filters, decode_parms=one.get("/DecodeParms"))


def _without(one: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if name in one:
            del one[name]
