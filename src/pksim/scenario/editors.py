"""The JSON Schema of a scenario file, for editors that complete and check while one writes."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from pksim.scenario.schema import ScenarioFields


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of what may stand in a scenario file.

    Every key is optional at the top where `extends` may bring it; the loader checks the whole.
    """
    schema = ScenarioFields.model_json_schema(by_alias=True, mode="validation")
    schema["$schema"] = GenerateJsonSchema.schema_dialect
    schema["title"] = "pksim scenario"
    properties = schema["properties"]
    del properties["applied"]
    file = {"type": "string", "description": "a file beside this one"}
    properties["extends"] = {"anyOf": [file, {"type": "array", "items": file}]}
    measures = properties["measures"]
    listed = {"type": "array", "items": {"anyOf": [file, measures]}}
    properties["measures"] = {"anyOf": [measures, listed]}
    required = schema.pop("required")
    schema["anyOf"] = [{"required": ["extends"]}, {"required": required}]
    return _shared(schema)


def _shared(schema: dict[str, Any]) -> dict[str, Any]:
    """The same schema, with what stands in it several times defined once."""
    counts: Counter[str] = Counter()
    _count(schema, counts)
    names = {text: f"shared{k}" for k, text in enumerate(t for t, n in counts.items() if n > 1)}
    definitions = schema.pop("$defs") | {name: json.loads(text) for text, name in names.items()}
    # Each definition is rewritten inside only: as a whole it would be replaced by itself.
    inside = {name: _inside(part, names) for name, part in definitions.items()}
    return _inside(schema, names) | {"$defs": inside}


def _inside(part: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {key: _replaced(value, names) for key, value in part.items()}


def _count(part: Any, counts: Counter[str]) -> None:
    for item in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        if isinstance(item, dict) and {"pattern", "anyOf"} & item.keys():
            counts[json.dumps(item, sort_keys=True)] += 1
        _count(item, counts)


def _replaced(part: Any, names: dict[str, str]) -> Any:
    if isinstance(part, list):
        return [_replaced(item, names) for item in part]
    if not isinstance(part, dict):
        return part
    name = names.get(json.dumps(part, sort_keys=True))
    if name is not None:
        return {"$ref": f"#/$defs/{name}"}
    return _inside(part, names)
