"""The versioning promise of Pivotal's v1, as a policy of the contract diff."""

from pathlib import Path

from contract_diff.findings.policy import Policy, load_policy

POLICIES = Path(__file__).parent / "policies"
DEFAULT_POLICY = "pivotal-v1"


def load_pivotal_policy() -> Policy:
    """Return the policy of the promise inside v1."""
    return load_policy(DEFAULT_POLICY, (POLICIES,))
