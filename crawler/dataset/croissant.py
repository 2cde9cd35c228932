"""The Croissant 1.0 description (croissant.json) of a dataset: its files with their hashes, and its columns."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import Any

import msgspec

from crawler.dataset.columns import features
from crawler.dataset.command import command
from crawler.dataset.draft import Written
from crawler.dataset.figures import Figures
from crawler.dataset.made import Made
from pipelines.record import VERSION

CONTEXT = {
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column",
    "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"}, "dataBiases": "cr:dataBiases", "dataCollection": "cr:dataCollection",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty", "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract", "field": "cr:field", "fileObject": "cr:fileObject", "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet", "format": "cr:format", "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path",
    "personalSensitiveInformation": "cr:personalSensitiveInformation", "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet", "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated",
    "replace": "cr:replace", "samplingRate": "cr:samplingRate", "sc": "https://schema.org/",
    "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform",
}  # fmt: skip
ENCODINGS = {
    ".parquet": "application/x-parquet", ".jsonl": "application/jsonlines", ".gz": "application/gzip",
    ".zst": "application/zstd", ".csv": "text/csv", ".md": "text/markdown", ".txt": "text/plain",
    ".json": "application/json", ".jsonld": "application/ld+json",
}  # fmt: skip
READABLE = (".parquet", ".jsonl")  # whose columns a Croissant reader can fetch
TYPES = {"string": "sc:Text", "int64": "sc:Integer", "float64": "sc:Float", "bool": "sc:Boolean"}
LISTED = 1_000  # files; beyond that the manifest lists them


def croissant(made: Made, figures: Figures) -> str:
    """The text of croissant.json. The same dataset gives the same text: it names no time but the data's own."""
    name = f"technews {made.view.name}"
    files = list(islice(made.files(), LISTED))
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": re.sub(r"[^\w.-]+", "-", name),
        "description": (
            f"{figures.records:,} articles of {len(figures.sites):,} tech-news sites, published "
            f"{f'{figures.first} to {figures.last}' if figures.first else 'at unknown times'}, "
            "separated into body, teasers and affiliate parts."
        ),
        "license": "The texts belong to their publishers; what each site said about reuse stands in every record.",
        "url": "README.md",
        "version": "1.0.0",
        "datePublished": figures.fetched or figures.last or "1970-01-01",
        "inLanguage": sorted(code for code in figures.languages if code != "unknown"),
        "citeAs": f"{name}. Made with technews {VERSION}.",
        "creator": {"@type": "sc:Organization", "name": f"technews {VERSION}"},
        "isLiveDataset": False,
        "dataCollection": f"Crawled from the sites' own pages; made with: {command(made.request)}",
        "personalSensitiveInformation": "Names of authors, and of those whom the articles are about.",
        "distribution": [_object(file) for file in files],
    }
    if sets := [_records(made, file) for file in files if file.path.endswith(READABLE)]:
        found["recordSet"] = sets
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _object(file: Written) -> dict[str, Any]:
    ending = file.path[file.path.rfind(".") :]
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "contentUrl": file.path,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": ENCODINGS.get(ending, "application/octet-stream"),
        "sha256": file.sha256,
    }


def _records(made: Made, file: Written) -> dict[str, Any]:
    """The columns of a file that hold one value, or a list of such; what is nested, record.schema.json describes."""
    name = re.sub(r"\W+", "-", file.path)
    fields = []
    typed = file.path.endswith(".parquet")
    there = {column.name for column in msgspec.structs.fields(made.view.row) if typed or column.required}
    for feature in features(made.view.row):
        inner = feature.get("dtype") or feature.get("list")
        if isinstance(inner, str) and inner in TYPES and feature["name"] in there:
            fields.append(
                {
                    "@type": "cr:Field",
                    "@id": f"{name}/{feature['name']}",
                    "name": feature["name"],
                    "dataType": TYPES[inner],
                    **({"repeated": True} if "list" in feature else {}),
                    "source": {"fileObject": {"@id": file.path}, "extract": {"column": feature["name"]}},
                }
            )
    described = f"Rows of the split {file.split}"
    return {"@type": "cr:RecordSet", "@id": name, "name": name, "description": described, "field": fields}
