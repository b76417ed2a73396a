"""The only maker of randomness: every factor of a block of paths from a stream of its own.

A stream is named by the seed, the number of the block and the name of the factor, and by nothing
else: a plan with one venture more meets the same prices, the same illness, the same journey home.
A block is always drawn in its full width, so that the first paths of a long run are the paths of a
short one, and month after month, so that a longer plan begins like a shorter one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Drawer:
    """Draws one block after another into the same arrays; one drawer a thread.

    What `draw` gives is overwritten by the next call. A factor is `[T, BLOCK]`, `[years, BLOCK]` or
    `[BLOCK]`.
    """

    seed: int
    months: int
    wanted: Wanted
    _kept: dict[str, Floats] = field(default_factory=dict)

    def draw(self, block: int) -> Mapping[str, Floats]:
        """All factors of a block, by name."""
        years = -(-self.months // YEAR)
        shapes: Sequence[tuple[tuple[str, ...], tuple[int, ...], bool]] = (
            (self.wanted.normals, (self.months, BLOCK), True),
            (self.wanted.uniforms, (self.months, BLOCK), False),
            (self.wanted.yearly, (years, BLOCK), False),
            (self.wanted.once, (BLOCK,), False),
            (self.wanted.once_normal, (BLOCK,), True),
        )
        for names, shape, normal in shapes:
            for name in names:
                into = self._kept.setdefault(name, np.empty(0))
                if into.shape != shape:
                    into = self._kept[name] = np.empty(shape)
                fill(stream(self.seed, block, name), into, normal=normal)
        return self._kept


def fill(generator: np.random.Generator, into: Floats, *, normal: bool) -> None:
    """Standard normals, or uniforms in [0, 1), into an array."""
    if normal:
        generator.standard_normal(out=into)
    else:
        generator.random(out=into)


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
