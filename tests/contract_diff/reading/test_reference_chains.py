"""Chains of references: each link is followed once, however long the chain is."""

from typing import Any

import pytest

from contract_diff.reading.document import Document, Node
from tests.contract_diff.contracts import answering, compare

LINKS = 500


def chain(schema: Any) -> dict[str, Any]:
    """A response whose schema is at the end of a chain."""
    links = {f"S{link}": {"$ref": f"#/components/schemas/S{link + 1}"} for link in range(LINKS)}
    return {
        **answering({"$ref": "#/components/schemas/S0"}),
        "components": {"schemas": {**links, f"S{LINKS}": schema}},
    }


def test_a_chain_is_compared_by_what_it_leads_to_in_steps_as_many_as_its_links(monkeypatch: pytest.MonkeyPatch) -> None:
    follow, steps = Document.target, []

    def counted(document: Document, node: Node) -> Node:
        steps.append(node.pointer)
        return follow(document, node)

    monkeypatch.setattr(Document, "target", counted)
    [finding] = compare(chain({"type": "string"}), chain({"type": "integer"})).findings
    assert finding.rule == "type-incomparable"
    assert len(steps) < 10 * LINKS
