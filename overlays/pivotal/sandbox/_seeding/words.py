"""The words of seed data."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ADJECTIVES = _words(
    """
    Amber Ancient Bold Bright Calm Clear Copper Coral Crimson Daily Deep Distant Eager Early Evergreen
    Fair Fast Fine First Fresh Gentle Golden Grand Green Happy Harbor Hidden High Honest Humble Indigo
    Ivory Jolly Keen Kind Lively Lucky Lunar Merry Mighty Modern Noble Northern Olive Open Pacific Plain
    Polar Prime Proud Quick Quiet Rapid Red Royal Rural Rustic Silver Simple Solar Southern Steady
    Summit Sunny Swift True Urban Velvet Vivid Warm Western Wild Winter Wise
    """
)
NOUNS = _words(
    """
    Acorn Anchor Apple Arrow Badger Barley Basil Beacon Birch Bridge Brook Canyon Cedar Clover Coast
    Comet Compass Crane Creek Delta Elm Falcon Feather Fern Field Finch Forge Fox Garden Glacier Grove
    Harvest Hawk Hazel Heron Hill Honey Island Juniper Kettle Lake Lantern Lark Laurel Lotus Maple
    Meadow Mill Moss Oak Orchard Otter Owl Pearl Pepper Pine Plum Prairie Quarry Quill Raven Reef Ridge
    River Robin Saffron Sage Shore Sparrow Spruce Stone Thistle Timber Trail Valley Violet Willow Wren
    """
)
FIRST_NAMES = _words(
    """
    Aisha Alice Amir Ana Ben Bruno Carla Chen Clara Daniel Diego Elena Emma Farid Fatima Grace Hana
    Henry Ines Ivan Jonas Julia Kai Lara Leo Lina Lucas Maja Marco Maria Mateo Mina Nadia Nina Noah Olga
    Omar Paula Priya Rafael Rosa Samuel Sara Sofia Tara Theo Tomas Vera Yusuf Zoe
    """
)
LAST_NAMES = _words(
    """
    Abbott Ahmed Alvarez Andersen Bauer Becker Bianchi Brown Chen Costa Dubois Eriksen Evans Fischer
    Garcia Haddad Hansen Ito Jansen Johnson Khan Kim Kowalski Kumar Larsen Lee Lopez Martin Meyer Moreau
    Nakamura Nguyen Novak Okafor Olsen Patel Petrov Rossi Sato Schmidt Silva Singh Smith Tanaka Torres
    Varga Weber Wong Yilmaz Zhang
    """
)
KINDS = (
    "Foods",
    "Goods",
    "Labs",
    "Logistics",
    "Outfitters",
    "Pharmacy",
    "Roasters",
    "Studio",
    "Supply",
    "Works",
)
TITLES = (
    "Chief Executive Officer",
    "Customer Success Manager",
    "Head of Operations",
    "Operations Analyst",
    "Product Manager",
    "Project Lead",
    "Purchasing Manager",
    "Technical Lead",
)
LABELS = ("billing", "decision-maker", "engineering", "key-contact", "launch", "operations")
NOTES = (
    "Kick-off held; waiting for the data export.",
    "Needs single sign-on before launch.",
    "Prefers calls on Tuesdays.",
    "Second region follows after launch.",
)
