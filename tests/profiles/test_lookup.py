"""Which profile is for which page."""

import os
from pathlib import Path

import pytest

from cleanpage.errors import BadData
from cleanpage.profiles import Profile, file_name, for_url, known
from cleanpage.profiles.lookup import file_for
from cleanpage.profiles.values import host_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for host in ("example.com", "*.example.com", "news.example.com", "*.blogs.example.org", "xn--bcher-kva.example", "localhost"):
        (tmp_path / file_name(host)).write_text("# source: invented\n")
    return tmp_path


FOUND = [
    ("https://example.com/a", "example.com"),
    ("https://www.example.com/a", "example.com"),
    ("https://EXAMPLE.com.:8080/a", "example.com"),
    ("//example.com", "example.com"),
    ("https://news.example.com/a", "news.example.com"),
    ("https://www.news.example.com/a", "news.example.com"),
    ("https://uk.news.example.com/a", "news.example.com"),
    ("https://sport.example.com/a", "*.example.com"),
    ("https://ada.blogs.example.org/a", "*.blogs.example.org"),
    ("https://bücher.example/a", "xn--bcher-kva.example"),
    ("http://localhost/a", "localhost"),
]
UNKNOWN = [
    None, "", "a.html", "https://", "https://example.net", "https://blogs.example.org", "https://com/", "https://notexample.com", "http://[::1",
    "https://../../etc", "https://example.com/".replace("com", "c" * 70 + "ö"), "hard::example-com", "https://_/", "mailto:a@example.com",
]  # fmt: skip


@pytest.mark.parametrize(("url", "host"), FOUND)
def test_the_longest_suffix_of_the_host_counts(folder: Path, url: str, host: str) -> None:
    assert for_url(url, folder) == Profile(host, source="invented")


@pytest.mark.parametrize("url", UNKNOWN)
def test_other_addresses_have_none(folder: Path, url: str | None) -> None:
    assert for_url(url, folder) is None


def test_profiles_are_listed_a_users_own_before_the_packaged_ones(folder: Path) -> None:
    found = {profile.host: profile for profile in known(folder)}
    assert len(found) == len(list(known())) + 6
    assert found["*.blogs.example.org"].source == "invented"
    assert [profile.host for profile in known()] == sorted(profile.host for profile in known())


def test_the_file_of_a_page_is_told(folder: Path) -> None:
    assert file_for("https://www.example.com/a", folder) == (str(folder / "example.com.toml"), "# source: invented\n")
    assert file_for("https://example.net", folder) is None
    assert file_for("https://taz.de/a", folder) == file_for("https://taz.de/a")
    where, written = file_for("https://taz.de/a") or ("", "")
    assert where == "packaged taz.de.toml" and written.startswith("# source: ")


def test_a_folder_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="nowhere: no such folder of profiles"):
        for_url("https://example.com", tmp_path / "nowhere")


def test_a_file_that_is_written_anew_is_read_anew(folder: Path) -> None:
    assert for_url("https://example.com", folder) == Profile("example.com", source="invented")
    (folder / "example.com.toml").write_text("# source: second reading\n")
    assert for_url("https://example.com", folder) == Profile("example.com", source="second reading")
    os.remove(folder / "example.com.toml")
    assert for_url("https://example.com", folder) is None


def test_a_bad_file_is_named(folder: Path) -> None:
    (folder / "example.com.toml").write_text("lay = 1")
    with pytest.raises(BadData, match=r"example\.com\.toml: unknown key 'lay'"):
        for_url("https://example.com", folder)


def test_hosts_are_made_comparable() -> None:
    assert host_of("https://User:pw@Example.COM:80/x") == "example.com"
    assert host_of("no address") == ""
