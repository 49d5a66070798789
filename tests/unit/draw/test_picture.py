"""What is drawn of arrows that run as one looks like one."""

import pytest

from lsparch.draw.compose import compose
from lsparch.draw.scene import Path
from tests.unit.draw.pictures import groups
from tests.unit.draw.shipped import SYMBOLOGY, laid_out
from tests.unit.views.shipped import shipped_plans


@pytest.mark.parametrize("name", ["datasets", "storage", "platform"])
def test_lines_of_arrows_that_run_as_one_start_at_the_end_they_share(name: str) -> None:
    request, layout = laid_out(shipped_plans()[name])
    scene = compose(request, layout, SYMBOLOGY)
    lines = {item.id: item.children[0] for item in groups(scene.children) if item.kind == "arrow"}
    starts = {arrow: line.data.partition("C")[0] for arrow, line in lines.items() if isinstance(line, Path)}
    shared = [net for net in request.nets if len(net.arrows) > 1]
    assert shared
    for net in shared:
        ends = {layout.curves[arrow][0][-1 if net.into else 0] for arrow in net.arrows}
        if len(ends) == 1:  # else they meet at the box alone
            assert len({starts[arrow] for arrow in net.arrows}) == 1, net.arrows
