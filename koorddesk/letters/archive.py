"""The finishing place: a drawn letter becomes an archival and accessible file (PDF/A-2a and PDF/UA-1).

With a file attached it is PDF/A-3a instead, which is the same but for that.

Adds the structure tree over the marked content, links, bookmarks, metadata and the colour profile. Nothing depends
on the clock, the machine or chance: the same letter gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import functools
import io
import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from koorddesk.letters.tags import Element, Structure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from koorddesk.letters.attached import Attachment

PRODUCER = "koorddesk"
LANGUAGE = "da-DK"


@dataclass(frozen=True)
class Metadata:
    """What the file says about itself; ``made_at`` is the moment of approval, or of setting for a draft."""

    title: str
    author: str
    subject: str
    made_at: dt.datetime


def finish(raw: bytes, structure: Structure, meta: Metadata, attachment: Attachment | None = None) -> bytes:
    """Return the drawn file with everything that PDF/A-2a (with an attachment 3a) and PDF/UA-1 ask for."""
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        pages = [page.obj for page in pdf.pages]
        _clean_fonts(pages)
        annotations = _links(pdf, pages, structure)
        _structure_tree(pdf, pages, structure, annotations)
        _bookmarks(pdf, pages, structure)
        root: Any = pdf.Root
        root.MarkInfo = Dictionary(Marked=True)
        root.Lang = String(LANGUAGE)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        _output_intent(pdf)
        if attachment is not None:
            _attach(pdf, attachment, meta)
        _metadata(pdf, meta, part=2 if attachment is None else 3)
        for page in pages:
            for key in ("/Trans",):
                if key in page:
                    del page[key]
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            min_version="1.7",
        )
        return out.getvalue()


# ---- structure


def _structure_tree(
    pdf: pikepdf.Pdf, pages: Sequence[Any], structure: Structure, annotations: dict[Element, list[Any]]
) -> None:
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    owners: dict[Element, Any] = {}
    document = _element(pdf, structure.root, root, pages, owners, annotations)
    root.K = Array([document])
    numbers: list[Any] = []
    for index, marks in enumerate(structure.marks):
        pages[index].StructParents = index
        pages[index].Tabs = Name.S
        numbers += [index, pdf.make_indirect(Array([owners[element] for element in marks]))]
    key = len(pages)
    for element, found in annotations.items():
        for annotation in found:
            annotation.StructParent = key
            numbers += [key, owners[element]]
            key += 1
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
    root.ParentTreeNextKey = key
    pdf.Root.StructTreeRoot = root


def _element(
    pdf: pikepdf.Pdf,
    element: Element,
    parent: Any,
    pages: Sequence[Any],
    owners: dict[Element, Any],
    annotations: dict[Element, list[Any]],
) -> Any:
    made = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{element.tag}"), P=parent))
    owners[element] = made
    if element.alt:
        made.Alt = String(element.alt)
    if element.attributes:
        made.A = Array([_attributes(owner, values) for owner, values in element.attributes.items()])
    on_pages = [kid[0] for kid in element.kids if isinstance(kid, tuple)]
    if on_pages:
        made.Pg = pages[on_pages[0]]
    kids: list[Any] = []
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(_element(pdf, kid, made, pages, owners, annotations))
        elif kid[0] == on_pages[0]:
            kids.append(kid[1])
        else:
            kids.append(Dictionary(Type=Name.MCR, Pg=pages[kid[0]], MCID=kid[1]))
    kids += [Dictionary(Type=Name.OBJR, Obj=annotation) for annotation in annotations.get(element, ())]
    if kids:
        made.K = Array(kids) if len(kids) > 1 else kids[0]
    return made


def _attributes(owner: str, values: dict[str, Any]) -> Any:
    made = Dictionary(O=Name(f"/{owner}"))
    for key, value in values.items():
        if isinstance(value, tuple):
            made[f"/{key}"] = Array([round(number, 3) for number in value])
        else:
            made[f"/{key}"] = Name(value) if isinstance(value, str) else value
    return made


# ---- links and bookmarks


def _links(pdf: pikepdf.Pdf, pages: Sequence[Any], structure: Structure) -> dict[Element, list[Any]]:
    made: dict[Element, list[Any]] = {}
    for link in structure.links:
        annotation = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([round(number, 2) for number in link.rect]),
            Border=Array([0, 0, 0]),
            F=4,  # printed, as PDF/A asks
            Contents=String(link.says),
        )
        if link.uri:
            annotation.A = Dictionary(S=Name.URI, URI=String(link.uri))
        elif link.to in structure.targets:
            page, top = structure.targets[link.to]
            annotation.Dest = _destination(pages, page, top)
        else:
            continue
        kept = pdf.make_indirect(annotation)
        page_object = pages[link.page]
        if "/Annots" not in page_object:
            page_object.Annots = Array([])
        page_object.Annots.append(kept)
        made.setdefault(link.element, []).append(kept)
    return made


def _destination(pages: Sequence[Any], page: int, top: float) -> Any:
    return Array([pages[page], Name.XYZ, None, round(top, 2), None])


def _bookmarks(pdf: pikepdf.Pdf, pages: Sequence[Any], structure: Structure) -> None:
    with pdf.open_outline() as outline:
        stack: list[tuple[int, Any]] = []
        for mark in structure.bookmarks:
            item = pikepdf.OutlineItem(mark.title, _destination(pages, mark.page, mark.top))
            while stack and stack[-1][0] >= mark.level:
                stack.pop()
            (stack[-1][1].children if stack else outline.root).append(item)
            stack.append((mark.level, item))


# ---- fonts


def _clean_fonts(pages: Sequence[Any]) -> None:
    """Take the entries for unused codes out of the fonts' character maps: U+0000 is no character (PDF/UA 7.21.7)."""
    seen: set[tuple[int, int]] = set()
    for page in pages:
        for font in page.Resources.Font.values():
            stream = font.get("/ToUnicode")
            if stream is None or stream.objgen in seen:
                continue
            seen.add(stream.objgen)
            data = stream.read_bytes()
            head, _, _ = data.partition(b"endcodespacerange")
            pairs = [p for p in re.findall(rb"<([0-9A-F]+)> <([0-9A-F]+)>", data[len(head) :]) if p[1] != b"0000"]
            body = b"".join(
                b"\n%d beginbfchar\n%sendbfchar" % (len(some), b"".join(b"<%s> <%s>\n" % pair for pair in some))
                for some in (pairs[start : start + 100] for start in range(0, len(pairs), 100))
            )
            stream.write(
                head
                + b"endcodespacerange"
                + body
                + b"\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
            )


# ---- colour


def _output_intent(pdf: pikepdf.Pdf) -> None:
    profile = pdf.make_stream(srgb_profile())
    profile.N = 3
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB"),
                Info=String("sRGB IEC61966-2.1"),
                DestOutputProfile=profile,
            )
        ]
    )


@functools.lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """Return an ICC profile (version 2.1, display) of the sRGB colour space, made from its definition.

    Source: IEC 61966-2-1; primaries and white adapted to D50 as ICC.1:2001-04 asks. Bytes never vary.
    """
    curve = struct.pack(">4sII", b"curv", 0, 1024) + b"".join(
        struct.pack(">H", round(_linear(step / 1023) * 65535)) for step in range(1024)
    )
    tags: list[tuple[bytes, bytes]] = [
        (b"desc", _description("sRGB IEC61966-2.1")),
        (b"cprt", b"text\0\0\0\0No copyright, use freely\0"),
        (b"wtpt", _xyz(0.9642, 1.0, 0.8249)),
        (b"rXYZ", _xyz(0.43607, 0.22249, 0.01392)),
        (b"gXYZ", _xyz(0.38515, 0.71687, 0.09708)),
        (b"bXYZ", _xyz(0.14307, 0.06061, 0.71410)),
        (b"rTRC", curve),
        (b"gTRC", curve),
        (b"bTRC", curve),
    ]
    offset = 128 + 4 + 12 * len(tags)
    table, body, places = struct.pack(">I", len(tags)), b"", dict[bytes, int]()
    for signature, data in tags:
        if data not in places:
            places[data] = offset + len(body)
            body += data + b"\0" * (-len(data) % 4)
        table += struct.pack(">4sII", signature, places[data], len(data))
    header = struct.pack(
        ">I4sI4s4s4s6H4s4sI4s4s8xI3i4s44x",
        offset + len(body), b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ",
        2000, 1, 1, 0, 0, 0, b"acsp", b"\0\0\0\0", 0, b"\0\0\0\0", b"\0\0\0\0", 0,
        *(round(part * 65536) for part in (0.9642, 1.0, 0.8249)), b"\0\0\0\0",
    )  # fmt: skip
    return header + table + body


def _linear(value: float) -> float:
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)


def _xyz(*parts: float) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(part * 65536)) for part in parts)


def _description(text: str) -> bytes:
    plain = text.encode("ascii") + b"\0"
    return struct.pack(">4sII", b"desc", 0, len(plain)) + plain + b"\0" * (4 + 4 + 2 + 1 + 67)


# ---- attachment


def _attach(pdf: pikepdf.Pdf, attachment: Attachment, meta: Metadata) -> None:
    """Let a file ride along, with its name, description, kind and what it is to the letter (ISO 19005-3, 6.8)."""
    kept = pdf.make_stream(attachment.data)
    kept.Type = Name.EmbeddedFile
    kept.Subtype = Name(f"/{attachment.media_type}")
    kept.Params = Dictionary(Size=len(attachment.data), ModDate=String(_pdf_time(meta.made_at)))
    named = Dictionary(
        Type=Name.Filespec,
        F=String(attachment.name),
        UF=String(attachment.name),
        Desc=String(attachment.description),
        AFRelationship=Name.Data,
        EF=Dictionary(F=kept, UF=kept),
    )
    found = pdf.make_indirect(named)
    root: Any = pdf.Root
    root.AF = Array([found])
    root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(attachment.name), found])))


# ---- metadata

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{made}</xmp:CreateDate>
<xmp:ModifyDate>{made}</xmp:ModifyDate>
<pdfaid:part>{part}</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def _utc(moment: dt.datetime) -> dt.datetime:
    known = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return known.astimezone(dt.UTC).replace(microsecond=0)


def _pdf_time(moment: dt.datetime) -> str:
    return _utc(moment).strftime("D:%Y%m%d%H%M%S+00'00'")


def _metadata(pdf: pikepdf.Pdf, meta: Metadata, part: int) -> None:
    xmp = _XMP.format(
        part=part,
        title=escape(meta.title),
        author=escape(meta.author),
        subject=escape(meta.subject),
        language=LANGUAGE,
        producer=PRODUCER,
        made=_utc(meta.made_at).strftime("%Y-%m-%dT%H:%M:%S+00:00"),
    )
    stream = pdf.make_stream(xmp.encode("utf-8"))
    stream.Type = Name.Metadata
    stream.Subtype = Name.XML
    pdf.Root.Metadata = stream
    info: Any = pdf.docinfo
    for key in list(info.keys()):
        del info[key]
    stamp = _pdf_time(meta.made_at)
    for key, value in (
        ("/Title", meta.title),
        ("/Author", meta.author),
        ("/Subject", meta.subject),
        ("/Creator", PRODUCER),
        ("/Producer", PRODUCER),
        ("/CreationDate", stamp),
        ("/ModDate", stamp),
    ):
        info[key] = String(value)
