"""The rules, and the registry of what runs for which OpenAPI object.

A rule compares one object on both sides. It yields what it reports (notices), schemas to compare (roots), and the
objects within that both sides have, for which the rules of their kind run in turn. To add a rule: write it in the
module of its object, register it here, and describe it in `descriptions/`.
"""

from collections.abc import Callable, Iterator
from typing import Any

from contract_diff.rules import (
    bodies,
    documents,
    encodings,
    extensions,
    headers,
    lifecycle,
    links,
    media_types,
    operations,
    parameters,
    paths,
    responses,
    security,
    serialization,
    servers,
)
from contract_diff.rules.notices import Notice, Root
from contract_diff.rules.subjects import (
    Contract,
    Found,
    Header,
    MediaType,
    Operation,
    Parameter,
    RequestBody,
    Response,
    Subject,
)

Check = Callable[[Any], Found]

RULES: dict[type[Subject], tuple[Check, ...]] = {
    Contract: (
        documents.report_ignored,
        documents.compare_version,
        extensions.compare_document_extensions,
        servers.compare_document_servers,
        security.compare_security_schemes,
        security.compare_unused_schemes,
        documents.compare_schema_names,
        paths.compare_paths,
        paths.compare_webhooks,
    ),
    Operation: (
        lifecycle.compare_announcements,
        extensions.compare_operation_extensions,
        operations.compare_slash,
        operations.compare_operation_id,
        operations.compare_first_tag,
        operations.compare_parameter_order,
        servers.compare_operation_servers,
        security.compare_operation_security,
        parameters.compare_parameters,
        bodies.compare_request_body,
        responses.compare_responses,
        paths.compare_callbacks,
    ),
    Parameter: (
        extensions.compare_part_extensions,
        parameters.compare_required_parameter,
        parameters.compare_empty_value,
        lifecycle.compare_announcements,
        serialization.compare_value,
    ),
    RequestBody: (
        extensions.compare_part_extensions,
        bodies.compare_required_body,
        media_types.compare_content,
    ),
    Response: (
        extensions.compare_part_extensions,
        headers.compare_headers,
        links.compare_links,
        media_types.compare_content,
    ),
    Header: (
        extensions.compare_part_extensions,
        headers.compare_required_header,
        lifecycle.compare_announcements,
        serialization.compare_value,
    ),
    MediaType: (
        extensions.compare_part_extensions,
        media_types.compare_schemas,
        encodings.compare_encodings,
        encodings.compare_item_encodings,
    ),
}


def run_rules(subject: Subject) -> Iterator[Notice | Root]:
    """Run the rules for an object and for all objects within it."""
    for rule in RULES[type(subject)]:
        for item in rule(subject):
            if isinstance(item, Notice | Root):
                yield item
            else:
                yield from run_rules(item)
