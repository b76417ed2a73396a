"""The only maker of randomness: every factor of a block of paths from a stream of its own.

A stream is named by the seed, the number of the block and the name of the factor, and by nothing
else: a plan with one venture more meets the same prices, the same illness, the same journey home.
A block is always drawn in its full width, so that the first paths of a long run are the paths of a
short one, and month after month, so that a longer plan begins like a shorter one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from products.basis.cashflow import Floats

BLOCK = 1_000
"""Paths of one block: a block's tables stay near the processor, and its blocks keep two busy."""
YEAR = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """Names of the factors one plan hangs on, by how they are drawn.

    `normals` and `uniforms` are drawn every month, `yearly` (uniform) once a year of the plan,
    `once` (uniform) and `once_normal` once a path.
    """

    normals: tuple[str, ...] = ()
    uniforms: tuple[str, ...] = ()
    yearly: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    once_normal: tuple[str, ...] = ()


class Drawer:
    """Draws one block after another into the same arrays; one drawer a thread.

    What `draw` gives is overwritten by the next call, and may be by whoever reads it. A factor is
    `[T, BLOCK]`, `[years, BLOCK]` or `[BLOCK]`; the normals of the months lie in one array
    `normals` `[factors, T, BLOCK]`, in the order they are wanted.
    """

    def __init__(self, seed: int, months: int, wanted: Wanted) -> None:
        self.seed, self.wanted = seed, wanted
        years = -(-months // YEAR)
        self.normals = np.empty((len(wanted.normals), months, BLOCK))
        self._normal: dict[str, Floats] = dict(zip(wanted.normals, self.normals, strict=True))
        self._normal |= {name: np.empty(BLOCK) for name in wanted.once_normal}
        self._uniform: dict[str, Floats] = {
            name: np.empty((months, BLOCK)) for name in wanted.uniforms
        }
        self._uniform |= {name: np.empty((years, BLOCK)) for name in wanted.yearly}
        self._uniform |= {name: np.empty(BLOCK) for name in wanted.once}

    def draw(self, block: int) -> Mapping[str, Floats]:
        """All factors of a block, by name."""
        for name, into in self._normal.items():
            stream(self.seed, block, name).standard_normal(out=into)
        for name, into in self._uniform.items():
            stream(self.seed, block, name).random(out=into)
        return {**self._normal, **self._uniform}


def stream(seed: int, block: int, name: str) -> np.random.Generator:
    """The generator of one factor of one block.

    >>> a, b = stream(1, 0, "fx"), stream(1, 0, "fx")
    >>> a.random() == b.random() != stream(1, 1, "fx").random()
    True
    """
    digest = blake2b(name.encode(), digest_size=8).digest()
    words = tuple(int(word) for word in np.frombuffer(digest, dtype="<u4"))
    sequence = np.random.SeedSequence(seed, spawn_key=(block, *words))
    return np.random.Generator(np.random.SFC64(sequence))


def blocks(paths: int) -> tuple[tuple[int, int, int], ...]:
    """`(block, first path, path after the last)` of every block of so many paths.

    >>> blocks(2_500)[-1]
    (2, 2000, 2500)
    """
    return tuple(
        (number, low, min(low + BLOCK, paths)) for number, low in enumerate(range(0, paths, BLOCK))
    )
