"""The Croissant 1.0 description (croissant.json) of a dataset: its files with their hashes, and its columns."""

from __future__ import annotations

import json
import re
from typing import Any

from crawler.dataset.about import About, File
from crawler.dataset.figures import Figures

CONTEXT = {
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column",
    "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataBiases": "cr:dataBiases", "dataCollection": "cr:dataCollection",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract", "field": "cr:field",
    "fileObject": "cr:fileObject", "fileProperty": "cr:fileProperty", "fileSet": "cr:fileSet", "format": "cr:format",
    "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key",
    "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path",
    "personalSensitiveInformation": "cr:personalSensitiveInformation", "recordSet": "cr:recordSet",
    "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace",
    "sc": "https://schema.org/", "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField",
    "transform": "cr:transform",
}  # fmt: skip
ENCODINGS = {
    ".parquet": "application/x-parquet", ".jsonl": "application/jsonlines", ".gz": "application/gzip",
    ".zst": "application/zstd", ".csv": "text/csv", ".md": "text/markdown", ".txt": "text/plain",
    ".json": "application/json", ".jsonld": "application/ld+json",
}  # fmt: skip
READABLE = (".parquet", ".jsonl", ".csv")  # whose columns a Croissant reader can fetch
TYPES = {"string": "sc:Text", "int64": "sc:Integer", "float64": "sc:Float", "bool": "sc:Boolean"}
LISTED = 1_000  # files; beyond that the manifest lists them


def croissant(about: About, figures: Figures) -> str:
    """The text of croissant.json. The same dataset gives the same text: it names no time but the data's own."""
    files = list(about.files)
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": re.sub(r"[^\w.-]+", "-", about.name),
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
        "citeAs": f"{about.name}. Made with technews {about.version}.",
        "creator": {"@type": "sc:Organization", "name": f"technews {about.version}"},
        "isLiveDataset": False,
        "dataCollection": f"Crawled from the sites' own pages; made with: {about.command}",
        "personalSensitiveInformation": "Names of authors, and of those whom the articles are about.",
        "distribution": [_object(file) for file in files[:LISTED]],
    }
    if sets := [_records(about, file) for file in files[:LISTED] if file.path.endswith(READABLE)]:
        found["recordSet"] = sets
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _object(file: File) -> dict[str, Any]:
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


def _records(about: About, file: File) -> dict[str, Any]:
    """The columns of a file that hold one value, or a list of such; what is nested, record.schema.json describes."""
    name = re.sub(r"\W+", "-", file.path)
    fields = []
    for feature in about.features:
        inner = feature.get("dtype") or feature.get("list")
        if isinstance(inner, str) and inner in TYPES:
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
