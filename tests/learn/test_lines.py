"""Which lines are taken for an outlet's template."""

import outlet

from cleanpage.learn.lines import repeated, telling
from cleanpage.learn.pages import judged, most
from cleanpage.model import Role


def test_most_pages_are_two_if_there_are_and_three_in_five() -> None:
    assert [most(range(n)) for n in (1, 2, 3, 4, 5, 10, 100)] == [1, 2, 2, 3, 3, 6, 60]


def test_a_line_is_one_whatever_its_numbers() -> None:
    note = "<p>In the past {0} months {0}00 readers have written to us about roofs like these.</p></div></article>"
    said = [note.format(number) for number in range(2, 6)]
    pages = [(url, page.replace("</div></article>", said[i])) for i, (url, page) in enumerate(outlet.pages(range(4)))]
    lines = {line.template: line for line in repeated(list(judged(pages)))}
    assert lines["in the past # months # readers have written to us about roofs like these"].pages == 4


def test_a_label_is_one_whatever_stands_behind_its_colon() -> None:
    pages = [(url, f"{page}\n\nFiled under: {outlet.WORKS[i]}s") for i, (url, page) in enumerate(outlet.texts(range(4)))]
    lines = {line.text: line.pages for line in repeated(list(judged(pages)))}
    assert lines["Filed under:"] == 4


def test_what_stands_on_few_pages_is_not_the_template() -> None:
    pages = outlet.pages(range(5))
    pages[0] = (pages[0][0], pages[0][1].replace("Our reporters live", "Two reporters live"))
    appeal = [line for line in repeated(list(judged(pages))) if "reporters live where you live" in line.template]
    assert [line.pages for line in appeal] == [4]


def test_a_line_that_is_kept_everywhere_is_given_a_role_of_chrome() -> None:
    (appeal,) = [line for line in repeated(list(judged(outlet.pages(range(3))))) if line.text == outlet.APPEAL]
    assert appeal.kept > 0.9
    assert appeal.role not in (Role.BODY, Role.STANDFIRST)


def test_a_line_that_is_kept_everywhere_is_named_by_the_rules() -> None:
    appeal = f"{outlet.APPEAL} It takes support from readers like you."
    pages = [(url, page.replace(outlet.APPEAL, appeal)) for url, page in outlet.pages(range(3))]
    assert [line.role for line in repeated(list(judged(pages))) if outlet.APPEAL in line.text] == [Role.DONATION]


def test_a_menu_is_template_but_tells_nothing() -> None:
    seen = list(judged((url, f"Our sections\n\n{page}") for url, page in outlet.texts(range(4))))
    template = repeated(seen)
    assert "Our sections" in [line.text for line in template]
    assert "Our sections" not in [line.text for line in telling(seen, template)]
