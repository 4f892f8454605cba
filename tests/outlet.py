"""Pages of one invented outlet, The Ferry Post: the same site around another article each."""

from pathlib import Path

TOWNS = "Elmford Northwick Sallowbay Heroncross Uppertarn Oldweir Lindenquay Marshend Gullpoint Fallowhill".split()
WORKS = ["bridge", "library", "lock", "school", "market hall", "pier", "mill", "station", "reservoir", "theatre"]
PEOPLE = [
    "Ada Moor", "Ben Hale", "Cleo Stone", "Dan Wray", "Eve Lund", "Finn Oakes", "Gail Pike", "Hugh Marl", "Ivy Crane", "Jon Sedge",
]  # fmt: skip
APPEAL = "Our reporters live where you live. If every reader gave £3 a month, the Ferry Post could open an office in each valley again."


def headline(number: int) -> str:
    return f"{WORKS[number % 10].title()} of {TOWNS[number % 10]} to close"


def story(number: int) -> list[str]:
    """Four paragraphs that no other number has."""
    town, other, work, person = TOWNS[number % 10], TOWNS[(number + 3) % 10], WORKS[number % 10], PEOPLE[number % 10]
    return [
        f"The council of {town} voted on Tuesday, after {number + 2} hours of debate, to close the old {work} for repairs.",
        f"Work on the {work} starts in March and will take, engineers from {other} said, {number + 9} months, perhaps a second winter.",
        f"“We asked for a new roof and got a hole in the ground,” said {person}, who has run a shop by the {work} since 1998.",
        f"Until then {town} sends its people across the river to {other}, where the {WORKS[(number + 3) % 10]} stays open at night.",
    ]


def html(number: int) -> str:
    """The page of that article: a menu above it, an appeal in it, a list of other articles and a footer below."""
    paragraphs = [f"<p>{paragraph}</p>" for paragraph in story(number)]
    paragraphs.insert(2, f'<div class="told-box"><p>{APPEAL}</p></div>')
    others = "".join(f"<li><a href=/{i}>{headline(i)}</a></li>" for i in range(number + 1, number + 6))
    return f"""<!doctype html><html><head><title>{headline(number)} | The Ferry Post</title></head><body>
<nav class="site-menu"><ul><li><a href=/>Home</a></li><li><a href=/news>News</a></li><li><a href=/sport>Sport</a></li></ul></nav>
<main><article><h1>{headline(number)}</h1><p class="writer">By {PEOPLE[(number + 1) % 10]}, {number + 1} May 2026</p>
<div class="story-text css-1x{number}y3z">{"".join(paragraphs)}</div></article></main>
<section class="more-stories"><h2>More from the valley</h2><ul>{others}</ul></section>
<footer class="site-end"><p>© 2026 The Ferry Post. {number + 4} readers online.</p><a href=/imprint>Imprint</a></footer></body></html>"""


def text(number: int) -> str:
    """The same page flattened, a line a block."""
    paragraphs = story(number)
    others = [headline(i) for i in range(number + 1, number + 6)]
    lines = ["Home", "News", "Sport", "Skip to the article", f"{headline(number)}", *paragraphs[:2], APPEAL, *paragraphs[2:]]
    return "\n\n".join([*lines, "More from the valley", *others, f"© 2026 The Ferry Post. {number + 4} readers online."])


def address(number: int) -> str:
    return f"https://www.ferrypost.example/{number}"


def pages(numbers: range) -> list[tuple[str, str]]:
    return [(address(number), html(number)) for number in numbers]


def save(numbers: range, folder: Path) -> Path:
    """The pages as files of a new folder, each with its address in its head; returns the folder."""
    folder.mkdir()
    for number in numbers:
        head = f"<head><link rel=canonical href={address(number)}>"
        (folder / f"{number}.html").write_text(html(number).replace("<head>", head), "utf-8")
    return folder


def texts(numbers: range) -> list[tuple[str, str]]:
    return [(address(number), text(number)) for number in numbers]
