"""Every text of the window is translated."""
import re
import xml.etree.ElementTree as ElementTree


def files(root):
    paths = sorted((root / "i18n").glob("*.ts"))
    if not any(path.name == "primer_ko.ts" for path in paths):
        yield "i18n/primer_ko.ts is missing"
    for path in paths:
        count = 0
        for message in ElementTree.parse(path).iter("message"):
            translation, source = message.find("translation"), message.findtext("source")
            if translation.get("type") in ("vanished", "obsolete"):
                yield f"{path.name}: a text that is gone: {source}"
                continue
            count += 1
            forms = [form.text for form in translation.findall("numerusform")] or [translation.text]
            if translation.get("type") == "unfinished" or not all(forms):
                yield f"{path.name}: not translated: {source}"
            for place in re.findall(r"%(?:\d|n)", source):
                if not all(place in (form or "") for form in forms):
                    yield f"{path.name}: {place} is missing in: {source}"
        if path.name == "primer_ko.ts" and count < 100:
            yield f"{path.name}: only {count} texts"


def texts(root, names_and_texts):
    """lupdate was run: each text of the sources is in the Korean file."""
    known = {message.findtext("source") for message in ElementTree.parse(root / "i18n/primer_ko.ts").iter("message")}
    count = 0
    for name, source in names_and_texts:
        if name.startswith("ui/"):
            for literals in re.findall(r'\btr\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)', source):
                count += 1
                text = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literals)).replace('\\"', '"').replace("\\n", "\n")
                if text not in known:
                    yield f"{name}: not in i18n/primer_ko.ts (run packaging/update_translations): {text}"
    if count < 250:
        yield f"only {count} texts found in the sources"
