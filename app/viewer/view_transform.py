"""Zoom and pan: between pixels of a slice and pixels of the screen. Pure numbers; knows no widgets.

Slice positions here are *image coordinates* ``(column, row)`` as Qt draws them: pixel ``(r, c)`` covers
``[c, c + 1) x [r, r + 1)``, so its centre lies at ``(c + 0.5, r + 0.5)``. Millimetres of the patient are
`engine.geometry`'s business; this module only keeps the pixels' shape, so that circles stay round.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

#: Screen pixels a millimetre: from the whole body in a thumbnail to single voxels as big as a thumb.
SCALE_RANGE = (0.2, 80.0)


@dataclass(frozen=True)
class Look:
    """How an image is looked at, to come back to.

    Parameters
    ----------
    scale
        Screen pixels a millimetre; `None` while the whole image is in view.
    centre
        Image coordinates in the middle of the screen area.
    flipped
        As in `ViewTransform`.
    inverted
        Whether black and white are exchanged.
    """

    scale: float | None
    centre: tuple[float, float]
    flipped: tuple[bool, bool] = (False, False)
    inverted: bool = False


@dataclass(frozen=True)
class ViewTransform:
    """Where a slice lies on the screen.

    Parameters
    ----------
    image
        Columns and rows of the slice.
    pixel_mm
        Width and height of a pixel.
    screen
        Width and height of the screen area in (logical) pixels.
    scale
        Screen pixels a millimetre.
    centre
        Image coordinates in the middle of the screen area.
    flipped
        Whether left and right, and whether top and bottom are exchanged.
    """

    image: tuple[int, int]
    pixel_mm: tuple[float, float]
    screen: tuple[float, float]
    scale: float
    centre: tuple[float, float]
    flipped: tuple[bool, bool] = (False, False)

    @classmethod
    def fitted(
        cls, image: tuple[int, int], pixel_mm: tuple[float, float], screen: tuple[float, float]
    ) -> ViewTransform:
        """Return the view that shows the whole slice, in the middle."""
        sides = (s / (n * mm) for s, n, mm in zip(screen, image, pixel_mm, strict=True))
        scale = max(min(sides), 1e-3)
        return cls(image, pixel_mm, screen, scale, (image[0] / 2, image[1] / 2))

    @property
    def pixel_screen(self) -> tuple[float, float]:
        """Screen pixels that one image pixel covers, across and down."""
        return self.scale * self.pixel_mm[0], self.scale * self.pixel_mm[1]

    @property
    def step(self) -> tuple[float, float]:
        """Screen pixels from one image pixel to the next, to the right and down; negative where flipped."""
        (across, down), (right, below) = self.pixel_screen, self.ways
        return across * right, down * below

    @property
    def ways(self) -> tuple[int, int]:
        """1 where columns go to the right and rows go down on the screen, -1 where that is flipped."""
        return (-1 if self.flipped[0] else 1), (-1 if self.flipped[1] else 1)

    @property
    def origin(self) -> tuple[float, float]:
        """Screen position of the corner of the image's first pixel."""
        (sx, sy), (cx, cy) = self.step, self.centre
        return self.screen[0] / 2 - cx * sx, self.screen[1] / 2 - cy * sy

    def to_screen(self, column: float, row: float) -> tuple[float, float]:
        """Screen position of image coordinates."""
        (sx, sy), (ox, oy) = self.step, self.origin
        return ox + column * sx, oy + row * sy

    def to_image(self, x: float, y: float) -> tuple[float, float]:
        """Image coordinates ``(column, row)`` of a screen position."""
        (sx, sy), (ox, oy) = self.step, self.origin
        return (x - ox) / sx, (y - oy) / sy

    def holds(self, column: float, row: float) -> bool:
        """Whether image coordinates lie on the slice."""
        return 0 <= column < self.image[0] and 0 <= row < self.image[1]

    def panned(self, right_px: float, down_px: float) -> ViewTransform:
        """Return the view after the image was dragged; its middle never leaves the image."""
        sx, sy = self.step
        return self.centred(self.centre[0] - right_px / sx, self.centre[1] - down_px / sy)

    def centred(self, column: float, row: float) -> ViewTransform:
        """Return the view with image coordinates in the middle of the screen, as far as the image reaches."""
        held = tuple(min(max(v, 0.0), float(n)) for v, n in zip((column, row), self.image, strict=True))
        return replace(self, centre=(held[0], held[1]))

    def zoomed(self, factor: float, about: tuple[float, float] | None = None) -> ViewTransform:
        """Return the view magnified by `factor`; the screen position `about` (else the middle) stays put."""
        scale = min(max(self.scale * factor, SCALE_RANGE[0]), SCALE_RANGE[1])
        x, y = about if about is not None else (self.screen[0] / 2, self.screen[1] / 2)
        column, row = self.to_image(x, y)
        zoomed = replace(self, scale=scale)
        now_x, now_y = zoomed.to_screen(column, row)
        return zoomed.panned(x - now_x, y - now_y)

    def resized(self, screen: tuple[float, float]) -> ViewTransform:
        """Return the view on another screen area, the same place in the middle at the same scale."""
        return replace(self, screen=screen)

    def shows(self, column: float, row: float, margin: float) -> bool:
        """Whether image coordinates lie on the screen, `margin` (share of its sides) off the edges."""
        position = self.to_screen(column, row)
        return all(n * margin <= v <= n * (1 - margin) for v, n in zip(position, self.screen, strict=True))
