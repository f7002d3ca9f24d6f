"""The proxy that the environment names for a URL."""

from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from urllib.parse import SplitResult, urlsplit


def environment_proxies() -> Mapping[str, str]:
    """Return the proxies that the environment names, by variable: HTTPS_PROXY first, then ALL_PROXY."""
    from urllib.request import getproxies

    proxies = getproxies()
    named = {f"{scheme.upper()}_PROXY": proxies.get(scheme, "") for scheme in ("https", "all")}
    return {name: url if "://" in url else f"http://{url}" for name, url in named.items() if url}


def proxy_for(url: str) -> str | None:
    """Return the URL of the proxy for an https URL, unless NO_PROXY excludes its host."""
    proxies = environment_proxies()
    if not proxies or is_excluded(urlsplit(url)):
        return None
    return next(iter(proxies.values()))


def is_excluded(parts: SplitResult) -> bool:
    """Return whether NO_PROXY excludes a host: by name, by IP address, or by network."""
    from urllib.request import getproxies, proxy_bypass

    entries = [entry.strip() for entry in getproxies().get("no", "").split(",")]
    host = parts.hostname or ""
    return (
        "*" in entries
        or any(_in_network(host, entry) for entry in entries)
        or bool(proxy_bypass(parts.netloc.rpartition("@")[2]))
    )


def _in_network(host: str, entry: str) -> bool:
    try:
        return ip_address(host) in ip_network(entry.replace("[", "").replace("]", ""), strict=False)
    except ValueError:
        return False
