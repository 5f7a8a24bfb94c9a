"""Small .xlsx packages built by hand, so that each test shows exactly what stands in the file."""

import io
import struct
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

STYLES = """
<numFmts count="1"><numFmt numFmtId="170" formatCode="[h]:mm"/></numFmts>
<fonts count="3"><font><sz val="11"/></font><font><b/><sz val="14"/><color rgb="FF112233"/></font><font><strike/><sz val="11"/></font></fonts>
<fills count="6">
<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFFFFF00"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor indexed="13"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor theme="4" tint="0.5"/></patternFill></fill>
<fill><gradientFill><stop position="0"><color rgb="FF00FF00"/></stop></gradientFill></fill>
</fills>
<borders count="2"><border><left/><right/></border><border><left style="thin"/></border></borders>
<cellXfs count="14">
<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>
<xf numFmtId="14" fontId="0" fillId="0" borderId="0"/>
<xf numFmtId="10" fontId="0" fillId="0" borderId="0"/>
<xf numFmtId="4" fontId="0" fillId="0" borderId="0"/>
<xf numFmtId="0" fontId="1" fillId="2" borderId="1"><alignment wrapText="1" horizontal="center"/></xf>
<xf numFmtId="0" fontId="2" fillId="0" borderId="0"/>
<xf numFmtId="0" fontId="0" fillId="0" borderId="0"><protection locked="0"/></xf>
<xf numFmtId="0" fontId="0" fillId="3" borderId="0"/>
<xf numFmtId="0" fontId="0" fillId="4" borderId="0"/>
<xf numFmtId="0" fontId="0" fillId="5" borderId="0"/>
<xf numFmtId="170" fontId="0" fillId="0" borderId="0"/>
<xf numFmtId="20" fontId="0" fillId="0" borderId="0"/>
<xf numFmtId="22" fontId="0" fillId="0" borderId="0"/>
<xf numFmtId="49" fontId="0" fillId="0" borderId="0"/>
</cellXfs>"""
# The formats above by name.
PLAIN, DATE, PERCENT, TWO_PLACES, HEADING, STRUCK, OPEN, INDEXED, THEMED, GRADIENT, DURATION, TIME, MOMENT, AS_TEXT = (
    range(14)
)


def zipped(parts: dict[str, str | bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip file of these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def worksheet(rows: str, *, before: str = "", after: str = "", ns: str = MAIN) -> str:
    """Return a worksheet's XML around its rows."""
    office = STRICT_OFFICE if ns == STRICT else OFFICE
    return f'<worksheet xmlns="{ns}" xmlns:r="{office}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def relations(*entries: tuple[str, str, str], ns: str = OFFICE) -> str:
    """Return a relations part of (id, kind, target)."""
    lines = "".join(f'<Relationship Id="{i}" Type="{ns}/{kind}" Target="{target}"/>' for i, kind, target in entries)
    return f'<Relationships xmlns="{PACKAGE}">{lines}</Relationships>'


def parts(
    *sheets: str,
    strings: str | None = None,
    styles: str = STYLES,
    names: str = "",
    properties: str = "",
    states: tuple[str, ...] = (),
    sheet_names: tuple[str, ...] = (),
    ns: str = MAIN,
    extra: dict[str, str | bytes] | None = None,
    links: tuple[tuple[str, str, str], ...] = (),
) -> dict[str, str | bytes]:
    """Return the parts of a workbook with these worksheets (whole parts, see ``worksheet``)."""
    office = STRICT_OFFICE if ns == STRICT else OFFICE
    listed = []
    for number in range(1, len(sheets) + 1):
        name = sheet_names[number - 1] if len(sheet_names) >= number else f"Ark{number}"
        state = f' state="{states[number - 1]}"' if len(states) >= number and states[number - 1] else ""
        listed.append(f'<sheet name="{name}" sheetId="{number}"{state} r:id="rId{number}"/>')
    entries = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml"), ns=office),
        "xl/workbook.xml": f'<workbook xmlns="{ns}" xmlns:r="{office}">{properties}<sheets>{"".join(listed)}</sheets>{names}</workbook>',
        "xl/styles.xml": f'<styleSheet xmlns="{ns}">{styles}</styleSheet>',
    }
    entries.append(("rIdStyles", "styles", "styles.xml"))
    if strings is not None:
        found["xl/sharedStrings.xml"] = f'<sst xmlns="{ns}">{strings}</sst>'
        entries.append(("rIdStrings", "sharedStrings", "sharedStrings.xml"))
    found["xl/_rels/workbook.xml.rels"] = relations(*entries, *links, ns=office)
    for number, sheet in enumerate(sheets, start=1):
        found[f"xl/worksheets/sheet{number}.xml"] = sheet
    return found | (extra or {})


def workbook(*sheets: str, **settings: object) -> bytes:
    """Return a workbook with these worksheets as a file; the settings are those of ``parts``."""
    return zipped(parts(*sheets, **settings))  # type: ignore[arg-type]


def record(kind: int, body: bytes = b"") -> bytes:
    """Return one record of a binary workbook."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(body), b""
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return head + length + body


def wide(text: str) -> bytes:
    """Return a counted text of a binary workbook."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
