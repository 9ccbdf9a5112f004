"""Boxes in columns: in order, apart, near to what leads to them, with few lines crossing."""

from hypothesis import given
from hypothesis import strategies as st

from bot_flows.mapping.layout import Box, Sheet, crossings, place, settle, untangle

wishes = st.lists(st.none() | st.floats(-500, 500), min_size=1, max_size=12)


@given(wishes)
def test_boxes_keep_their_order_and_their_distance(wished: list[float | None]) -> None:
    heights = [30.0 + 7 * at for at in range(len(wished))]
    tops = settle(wished, heights, 10)
    assert tops[0] >= 0
    for at in range(len(tops) - 1):
        assert tops[at + 1] >= tops[at] + heights[at] + 10 - 1e-6


def test_a_box_stands_where_it_wishes_when_there_is_room() -> None:
    assert list(settle([5, 200], [50, 50], 10)) == [5, 200]


def test_boxes_that_want_the_same_place_share_the_shift() -> None:
    assert list(settle([100, 100], [50, 50], 10)) == [70, 130]


def sheet(lines: list[tuple[str, str]], names: str) -> Sheet:
    return Sheet({name: Box(40, 10) for name in names}, lines, 10)


def test_crossed_lines_are_untangled() -> None:
    crossed = sheet([("a", "d"), ("b", "c")], "abcd")
    columns = [["a", "b"], ["c", "d"]]
    assert crossings(columns, crossed) == 1
    assert crossings(untangle(columns, crossed), crossed) == 0


@given(
    st.lists(
        st.tuples(st.sampled_from("abcde"), st.sampled_from("vwxyz")), unique=True, max_size=15
    )
)
def test_an_order_is_never_made_worse(lines: list[tuple[str, str]]) -> None:
    columns = [list("abcde"), list("vwxyz")]
    page = sheet(lines, "abcdevwxyz")
    found = untangle(columns, page)
    assert [sorted(column) for column in found] == columns
    assert crossings(found, page) <= crossings(columns, page)
    brute = sum(
        (one[0] < other[0]) != (one[1] < other[1]) and one[0] != other[0] and one[1] != other[1]
        for at, one in enumerate(lines)
        for other in lines[at + 1 :]
    )
    assert crossings(columns, page) == brute


def test_a_straight_line_where_there_is_room() -> None:
    boxes = {"a": Box(120, 20, {"b": 90.0}), "b": Box(50, 20)}
    tops = place([["a"], ["b"]], Sheet(boxes, [("a", "b")], 10))
    assert tops["a"] + 90 == tops["b"] + 20


def test_what_has_much_below_it_makes_room_for_it() -> None:
    """Two boxes with ten each: the second one stands level with the first of its own ten."""
    tens = {root: [f"{root}{at}" for at in range(10)] for root in "ab"}
    lines = [(root, leaf) for root, leaves in tens.items() for leaf in leaves]
    outlets = {root: dict.fromkeys(leaves, 20.0) for root, leaves in tens.items()}
    boxes = {root: Box(40, 20, outlets[root]) for root in tens}
    boxes |= {leaf: Box(40, 20) for leaves in tens.values() for leaf in leaves}
    tops = place([["a", "b"], [*tens["a"], *tens["b"]]], Sheet(boxes, lines, 10))
    assert tops["a"] == tops["a0"] == 0
    assert tops["b"] == tops["b0"]
