"""Actors: people and bodies with one id in all articles. Pure: entities in, actors out."""

from claimwire.match.actors.index import WINDOW, Actors, Joined, Outcome, Past
from claimwire.match.actors.keys import keys_of_actor, keys_of_sighting
from claimwire.match.actors.likeness import Strength
from claimwire.match.actors.sightings import Sighting, Sightings, sightings_of

__all__ = [
    "WINDOW",
    "Actors",
    "Joined",
    "Outcome",
    "Past",
    "Sighting",
    "Sightings",
    "Strength",
    "keys_of_actor",
    "keys_of_sighting",
    "sightings_of",
]
