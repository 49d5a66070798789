"""Questions of the reading test: half of them so, the same each time, and true to the plan."""

from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Group, Status
from tests.tools.reading import questions

PLAN = DiagramPlan(
    "web",
    "Web",
    "",
    Flow.RIGHT,
    (Group("g", "Front", "aspect"), Group("h", "Back", "service")),
    (
        Box("a", "page", "deployment", "g", replicas=2),
        Box("b", "shop", "deployment", "g"),
        Box("c", "store", "database", "h"),
        Box("d", "queue", "queue", "h", status=Status.PLANNED),
    ),
    (
        Arrow("1", "a", "b", "http", "http 8080"),
        Arrow("2", "a", "c", "mysql", "mysql 3306"),
        Arrow("3", "b", "c", "mysql", "mysql 3306"),
        Arrow("4", "b", "d", "kafka", "kafka 9092", Status.PLANNED),
    ),
)


def test_half_of_ten_is_so() -> None:
    asked = questions("web", PLAN)
    assert [len([q for q in asked if q.so is so]) for so in (True, False)] == [5, 5]


def test_the_same_questions_come_again_and_others_for_another_picture() -> None:
    assert questions("web", PLAN) == questions("web", PLAN)
    assert questions("web", PLAN) != questions("other", PLAN)


def test_answers_are_those_of_the_plan() -> None:
    known = {
        "An arrow leads from `page` to `shop`.": True,
        "An arrow leads from `page` to `queue`.": False,
        "The arrow from `page` to `store` says `mysql 3306`.": True,
        "The arrow from `page` to `store` says `http 8080`.": False,
        "Both `page` and `shop` have an arrow to `store`.": True,
        "Both `page` and `shop` have an arrow to `queue`.": False,
        "`queue` is marked as planned.": True,
        "`store` is marked as planned.": False,
        "`store` stands inside the frame `Back`.": True,
        "`store` stands inside the frame `Front`.": False,
    }
    found = {q.text: q.so for seed in range(60) for q in questions(str(seed), PLAN)}
    assert {text: found.get(text) for text in known} == known
