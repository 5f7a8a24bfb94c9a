from __future__ import annotations

import struct
import zipfile
from xml.etree import ElementTree as ET

import pytest

WIX = "{http://schemas.microsoft.com/wix/2006/wi}"
NAMES = ["koorddesk.exe", "lib/a/b.py", "program/resources/Læsø & Ærø.xlsx"]


@pytest.fixture
def installer(windows):
    return windows("installer")


@pytest.fixture(params=["USER", "MACHINE"])
def scope(installer, request):
    return getattr(installer, request.param)


def parsed(installer, scope, version="1.2.3", mark="m", names=NAMES):
    return ET.fromstring(installer.source(scope, list(names), version, mark).encode())


def test_the_upgrade_codes_never_change(installer):
    assert installer.upgrade_code(installer.USER) == "{A99C97EF-40FC-53E4-80F8-1BEAD149EA6E}"
    assert installer.upgrade_code(installer.MACHINE) == "{D169E45F-215D-5254-BA08-A68185764480}"


def test_a_component_keeps_its_identity_from_release_to_release(installer, scope):
    def guids(tree):
        return {(part.find(f"{WIX}File").get("Source")): part.get("Guid") for part in components(tree)}

    old, new = parsed(installer, scope), parsed(installer, scope, "2.0.0", "n", [*NAMES, "lib/new.py"])
    assert guids(old).items() < guids(new).items()
    assert len(set(guids(new).values())) == 4


def components(tree):
    return [part for part in tree.iter(f"{WIX}Component") if part.find(f"{WIX}File") is not None]


def test_other_files_or_another_version_are_another_product(installer, scope):
    codes = {installer.product_code(scope, *what) for what in (("1.0.0", "m"), ("1.0.0", "n"), ("1.0.1", "m"))}
    assert len(codes) == 3


def test_every_file_is_a_component_of_the_main_feature(installer, scope):
    tree = parsed(installer, scope)
    assert sorted(file.get("Source") for file in tree.iter(f"{WIX}File")) == sorted(NAMES)
    features = {
        part.get("Id"): {reference.get("Id") for reference in part.iter(f"{WIX}ComponentRef")}
        for part in tree.iter(f"{WIX}Feature")
    }
    assert features["Main"] == {part.get("Id") for part in components(tree)}
    assert (
        features["StartMenu"] | features["FileType"]
        == {part.get("Id") for part in tree.iter(f"{WIX}Component")} - features["Main"]
    )


def test_files_lie_in_the_folders_they_were_staged_in(installer, scope):
    def walk(folder, path):
        for file in folder.findall(f"{WIX}Component/{WIX}File"):
            yield "/".join([*path, file.get("Name")])
        for inner in folder.findall(f"{WIX}Directory"):
            yield from walk(inner, [*path, inner.get("Name")])

    (top,) = (part for part in parsed(installer, scope).iter(f"{WIX}Directory") if part.get("Id") == "INSTALLDIR")
    assert sorted(walk(top, [])) == sorted(NAMES)


def test_a_user_needs_no_administrator(installer):
    tree = parsed(installer, installer.USER)
    assert tree.find(f".//{WIX}Package").get("InstallScope") == "perUser"
    assert {value.get("Root") for value in tree.iter(f"{WIX}RegistryValue")} == {"HKCU"}
    assert tree.find(f".//{WIX}Directory[@Id='LocalAppDataFolder']//{WIX}Directory[@Id='INSTALLDIR']") is not None


def test_the_machine_has_it_in_program_files(installer):
    tree = parsed(installer, installer.MACHINE)
    assert tree.find(f".//{WIX}Package").get("InstallScope") == "perMachine"
    assert {value.get("Root") for value in tree.iter(f"{WIX}RegistryValue")} == {"HKLM"}
    assert tree.find(f".//{WIX}Directory[@Id='ProgramFiles64Folder']/{WIX}Directory[@Id='INSTALLDIR']") is not None


def test_what_windows_shows_can_be_written_in_its_code_page(installer, scope):
    assert installer.source(scope, NAMES, "1.2.3", "m").encode("cp1252")


def summary(revision, saved):
    """A summary as wixl writes it, with the few properties that matter, among other bytes."""
    texts = {7: b"x64;1033\0", 9: revision}
    places, body = {}, b""
    head = 8 + 8 * 4
    for key, text in texts.items():
        places[key] = head + len(body)
        body += struct.pack("<II", 30, len(text)) + text + b"\0" * (-len(text) % 4)
    for key in (12, 13):
        places[key] = head + len(body)
        body += struct.pack("<IQ", 64, saved)
    section = struct.pack("<II", head + len(body), 4)
    section += b"".join(struct.pack("<II", key, place) for key, place in places.items()) + body
    format_id = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
    return b"before" + b"\xfe\xff" + b"\0" * 26 + format_id + struct.pack("<I", 48) + section + b"after"


def test_two_runs_of_wixl_become_the_same(installer):
    revision = installer.identity("package", "x")
    one = summary(b"{11111111-1111-1111-1111-111111111111}\0", 5)
    two = summary(b"{22222222-2222-2222-2222-222222222222}\0", 7)
    assert installer.settle(one, revision, 1) == installer.settle(two, revision, 1)
    assert revision.encode() in installer.settle(one, revision, 1)
    assert b"x64;1030" in installer.settle(one, revision, 1)
    assert installer.settle(one, revision, 1) != installer.settle(one, revision, 2)


def test_what_is_no_installer_is_not_changed(installer, windows):
    with pytest.raises(windows("tools").Stop):
        installer.settle(b"nothing", "{}", 1)


def test_the_portable_archive_is_the_same_whenever_it_is_written(windows, tmp_path):
    portable = windows("portable")
    for name in ("one", "two"):
        folder = tmp_path / name / "lib"
        folder.mkdir(parents=True)
        (folder / "æ.py").write_text("x", encoding="utf-8")
        portable.build(tmp_path / name, tmp_path / f"{name}.zip")
        (folder / "æ.py").touch()
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == ["koorddesk/lib/æ.py"]


def test_the_launchers_run_the_program_and_nothing_that_they_are_given(windows):
    launcher = windows("launcher")
    source = (launcher.HERE / "launcher.c").read_text(encoding="utf-8")
    assert "from koorddesk.workbooks.worker_process import serve" in source
    assert set(launcher._OPTIONS) == {"koorddesk.exe", "koorddesk-cli.exe", "koorddesk-reader.exe"}
    given_code = source.index("arguments[used++] = given[number]")
    assert source.rindex('L"-c"') < given_code
    assert source.rindex('L"-m"') < given_code, "what follows -c and -m is no option of the interpreter any more"


def test_the_launcher_states_what_it_is(windows):
    text = windows("launcher").resources("koorddesk.exe", "1.2.3")
    assert "FILEVERSION 1,2,3,0" in text
    assert 'VALUE "CompanyName", "Social- og Boligstyrelsen' in text


def test_stores_and_copies_open_on_a_double_click(installer, scope):
    tree = parsed(installer, scope)
    values = {part.get("Key"): (part.get("Root"), part.get("Value")) for part in tree.iter(f"{WIX}RegistryValue")}
    classes = "Software\\Classes"
    for ending, kind, option in (
        (".koorddesk", "koorddesk.Store", "--store"),
        (".koordkopi", "koorddesk.Copy", "--take-over"),
    ):
        assert values[f"{classes}\\{ending}"] == (scope.root, kind)
        command = f'"[INSTALLDIR]koorddesk.exe" {option} "%1"'
        assert values[f"{classes}\\{kind}\\shell\\open\\command"] == (scope.root, command)
