"""What a screen reader reads aloud from a tagged PDF file: the marked content of its structure tree, in order."""

import io
import re

import pikepdf


def spoken(pdf):
    """Return (tag, text) of each structure element that has text of its own, in reading order.

    A figure speaks by its alternative text. The text of a piece of marked content is what the file's own fonts map
    its codes to, as a reading program takes it.
    """
    pieces = _pieces(pdf)
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        numbers = {page.obj.objgen: index for index, page in enumerate(opened.pages)}

        def walk(element, page):
            page = numbers[element.Pg.objgen] if "/Pg" in element else page
            tag = str(element.S)[1:]
            if "/Alt" in element:
                found.append((tag, str(element.Alt)))
                return
            kids = element.get("/K", pikepdf.Array())
            said = ""
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, int):
                    said += pieces[page, int(kid)]
                elif "/S" in kid:
                    if said:
                        found.append((tag, said))
                        said = ""
                    walk(kid, page)
                elif str(kid.get("/Type", "")) == "/MCR":
                    said += pieces[numbers[kid.Pg.objgen], int(kid.MCID)]
            if said:
                found.append((tag, said))

        root = opened.Root.StructTreeRoot.K
        walk(root[0] if isinstance(root, pikepdf.Array) else root, 0)
    return found


def _pieces(pdf):
    """Return the text of each piece of marked content by page and number."""
    found = {}
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for index, page in enumerate(opened.pages):
            maps = {name: _characters(font) for name, font in page.obj.Resources.Font.items()}
            font, open_now = None, None
            for instruction in pikepdf.parse_content_stream(page):
                operator, operands = str(instruction.operator), instruction.operands
                if operator == "BDC":
                    number = operands[1].get("/MCID") if isinstance(operands[1], pikepdf.Dictionary) else None
                    open_now = (index, int(number)) if number is not None else None
                    if open_now:
                        found[open_now] = ""
                elif operator in ("BMC", "EMC"):
                    open_now = None
                elif operator == "Tf":
                    font = str(operands[0])
                elif operator == "Tj" and open_now:
                    found[open_now] += "".join(maps[font][code] for code in bytes(operands[0]))
    return found


def _characters(font):
    text = font.ToUnicode.read_bytes()
    pairs = re.findall(rb"<([0-9A-F]+)> <([0-9A-F]+)>", text.partition(b"endcodespacerange")[2])
    return {int(code, 16): bytes.fromhex(value.decode()).decode("utf-16-be") for code, value in pairs}
