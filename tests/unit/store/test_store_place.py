from pathlib import Path

import pytest

from koorddesk.errors import UserError
from koorddesk.i18n import Translator
from koorddesk.store.place import check_place

MOUNTS = r"""
sysfs /sys sysfs rw 0 0
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/local ext4 rw 0 0
//server/fælles /mnt/det\040fælles\040drev cifs rw 0 0
sshfs#x: /mnt/x fuse.sshfs rw 0 0
tmpfs /mnt/tmp tmpfs rw 0 0
""".strip()


def code(path, **given) -> str | None:
    given = {"environment": {}, "mounts": MOUNTS, **given}
    try:
        check_place(Path(path), **given)
    except UserError as error:
        return error.code
    return None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/home/a/store.sqlite", "store-on-network"),
        ("/home/local/a/store.sqlite", None),
        ("/homework/store.sqlite", None),
        ("/mnt/det fælles drev/store.sqlite", "store-on-network"),
        ("/mnt/x/deep/er/store.sqlite", "store-on-network"),
        ("/mnt/tmp/store.sqlite", None),
        ("/srv/store.sqlite", None),
    ],
)
def test_mounts_of_other_computers_are_refused(path, expected):
    assert code(path) == expected


def test_a_later_mount_covers_an_earlier_one():
    assert code("/mnt/a/s.sqlite", mounts="a /mnt/a nfs rw 0 0\nb /mnt/a ext4 rw 0 0") is None
    assert code("/mnt/a/s.sqlite", mounts="b /mnt/a ext4 rw 0 0\na /mnt/a nfs rw 0 0") == "store-on-network"


def test_a_link_to_a_network_drive_is_refused(tmp_path):
    (tmp_path / "here").symlink_to("/mnt/x")
    assert code(tmp_path / "here" / "store.sqlite") == "store-on-network"


@pytest.mark.parametrize(
    "path", [r"\\server\share\s.sqlite", r"\\?\UNC\server\share\s.sqlite", r"\\?\unc\s\d\s.sqlite"]
)
def test_windows_network_paths_are_refused(path):
    assert code(path) == "store-on-network"


def test_a_mapped_drive_is_refused(monkeypatch):
    monkeypatch.setattr("koorddesk.store.place.sys.platform", "win32")
    drives = {"C:\\": 3, "H:\\": 4}
    assert code("H:\\Sager\\s.sqlite", drive_type=drives.__getitem__) == "store-on-network"
    assert code("C:\\Sager\\s.sqlite", drive_type=drives.__getitem__) is None
    assert code("\\\\?\\C:\\Sager\\s.sqlite", drive_type=drives.__getitem__) is None


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("onedrive", "OneDrive"),
        ("OneDrive - Social- og Boligstyrelsen", "OneDrive"),
        ("Dropbox", "Dropbox"),
        ("Dropbox (Privat)", "Dropbox"),
        ("Google Drive", "Google Drive"),
        ("GoogleDrive-a@b.dk", "Google Drive"),
        ("iCloudDrive", "iCloud"),
        ("Mobile Documents", "iCloud"),
        ("Nextcloud", "Nextcloud"),
        ("Dropboxes", None),
        ("Sager om OneDrive", None),
    ],
)
def test_synchronised_folders_are_refused(folder, service):
    if service is None:
        assert code(f"/srv/{folder}/s.sqlite") is None
        return
    with pytest.raises(UserError) as caught:
        check_place(Path(f"/srv/{folder}/Sager/s.sqlite"), environment={}, mounts=MOUNTS)
    assert caught.value.code == "store-synchronised"
    assert service in caught.value.message(Translator("da"))


@pytest.mark.parametrize("name", ["OneDrive", "OneDriveCommercial", "OneDriveConsumer"])
def test_a_folder_that_windows_says_is_onedrives_is_refused(name):
    assert code("/srv/Dokumenter/Sager/s.sqlite", environment={name: "/srv/Dokumenter"}) == "store-synchronised"
    assert code("/srv/Andet/s.sqlite", environment={name: "/srv/Dokumenter"}) is None
    assert code("/srv/Andet/s.sqlite", environment={name: ""}) is None


def test_a_library_that_windows_lists_as_synchronised_is_refused_whatever_its_name():
    def listed():
        return ["/srv/Styrelsen/Fælles dokumenter"]

    assert code("/srv/Styrelsen/Fælles dokumenter/Sager/s.sqlite", synchronised=listed) == "store-synchronised"
    assert code("/srv/Styrelsen/Andet/s.sqlite", synchronised=listed) is None
