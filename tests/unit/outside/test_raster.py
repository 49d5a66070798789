"""Rasterising in child processes."""

import pytest

from lsparch.diagnostics import LsparchError
from lsparch.draw.png import PngRequest, draw_png, png_request
from lsparch.outside.raster import rasterise

SIZES = (40, 10, 30, 20, 50)


def square(size: int) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}"><rect width="5" height="5"/></svg>'


REQUESTS: list[PngRequest] = [png_request(square(size), 1.0) for size in SIZES]


def test_pictures_come_back_in_order_and_are_those_made_in_this_process() -> None:
    pictures = rasterise(REQUESTS, processes=2)
    assert [int.from_bytes(picture[16:20]) for picture in pictures] == list(SIZES)
    assert pictures == [draw_png(square(size), 1.0) for size in SIZES]


@pytest.mark.parametrize("processes", [1, 3, 9])
def test_the_number_of_processes_does_not_show(processes: int) -> None:
    assert rasterise(REQUESTS, processes) == rasterise(REQUESTS, 2)


def test_nothing_to_rasterise_starts_no_process() -> None:
    assert rasterise([]) == []


def test_a_child_that_fails_is_an_error() -> None:
    with pytest.raises(LsparchError, match="rasterising failed with status 1"):
        rasterise([{"svg_string": "no picture"}, {"svg_string": "none either"}], processes=2)


def test_pictures_are_about_2400_pixels_wide_and_never_smaller_than_drawn() -> None:
    assert {width: png_request(square(width))["zoom"] for width in (100, 1600, 3000)} == {
        100: 2.0,
        1600: 1.5,
        3000: 1.0,
    }
