#!/usr/bin/env python3
"""Asks Hugging Face's tokenizers library what it does with every code point and writes the answers down.

The library's behaviour is fixed by several Unicode tables of different ages that are compiled into it, so neither the
Unicode standard nor Java's Character class predicts it. Usage: make_tables.py > unicode.txt
(needs: pip install tokenizers==0.23.3). The output is the resource compiler/core/.../tokenizer/unicode.txt.
"""
import sys

from tokenizers import __version__, normalizers, pre_tokenizers

CHUNK = 2048
HANGUL = range(0xAC00, 0xAC00 + 11172)
CODE_POINTS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]


def normalized(normalizer):
    """What the normalizer makes of every code point, each between two digits that survive every normalizer."""
    answers = {}
    for at in range(0, len(CODE_POINTS), CHUNK):
        part = CODE_POINTS[at:at + CHUNK]
        # The digits 0 and 1 alternate as fences; a code point that is a digit itself is asked alone.
        for c in (c for c in part if chr(c) in "01"):
            answers[c] = normalizer.normalize_str(chr(c))
        part = [c for c in part if chr(c) not in "01"]
        text = "".join("0" + chr(c) + "1" for c in part)
        pieces = normalizer.normalize_str(text).split("1")[:-1]
        if len(pieces) != len(part):
            raise SystemExit("a fence was lost at %x" % part[0])
        for c, piece in zip(part, pieces):
            answers[c] = piece[1:]
    return answers


def word_counts(pre_tokenizer):
    """1: joined with its neighbours, 2: dropped between them, 3: a word of its own."""
    return {c: len(pre_tokenizer.pre_tokenize_str("a" + chr(c) + "a")) for c in CODE_POINTS}


def reorders(nfd, left, right):
    return nfd.normalize_str("a" + chr(left) + chr(right)) != "a" + chr(left) + chr(right)


def combining_classes(nfd, decomposed):
    """Code point -> position of its class among the classes that exist; starters are left out."""
    overlay, iota = 0x0334, 0x0345
    found = [c for c in CODE_POINTS if decomposed[c] == chr(c)
             and (reorders(nfd, c, overlay) or reorders(nfd, iota, c) or c in (overlay, iota))]
    classes = []
    for c in found:
        low, high = 0, len(classes)
        while low < high:
            middle = (low + high) // 2
            if reorders(nfd, classes[middle][0], c):
                high = middle
            elif reorders(nfd, c, classes[middle][0]):
                low = middle + 1
            else:
                classes[middle].append(c)
                break
        else:
            classes.insert(low, [c])
    return {c: index + 1 for index, members in enumerate(classes) for c in members}


def ranges(members):
    members = sorted(members)
    out, start = [], None
    for i, c in enumerate(members):
        if start is None:
            start = c
        if i + 1 == len(members) or members[i + 1] != c + 1:
            out.append("%x" % start if start == c else "%x-%x" % (start, c))
            start = None
    return out


def print_set(name, members):
    print("set", name, *ranges(members))


def print_map(name, mapping):
    print("map", name, *("%x=%s" % (c, "+".join("%x" % ord(t) for t in s)) for c, s in sorted(mapping.items())))


def main():
    switches = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    clean = normalized(normalizers.BertNormalizer(**{**switches, "clean_text": True}))
    chinese = normalized(normalizers.BertNormalizer(**{**switches, "handle_chinese_chars": True}))
    stripped = normalized(normalizers.BertNormalizer(**{**switches, "strip_accents": True}))
    nfd = normalizers.NFD()
    decomposed = normalized(nfd)
    lower = normalized(normalizers.Lowercase())
    bert = word_counts(pre_tokenizers.BertPreTokenizer())
    regex = word_counts(pre_tokenizers.Whitespace())

    print("# What Hugging Face's tokenizers %s does with each code point; written by tools/unicode/make_tables.py."
          % __version__)
    print("# set NAME RANGES; map NAME CODE=RESULT. Hexadecimal. Hangul syllables decompose by formula and are left out.")
    print_set("removed", [c for c in CODE_POINTS if clean[c] == ""])
    print_set("blank", [c for c in CODE_POINTS if clean[c] == " "])
    print_set("chinese", [c for c in CODE_POINTS if chinese[c] != chr(c)])
    print_set("mark", [c for c in CODE_POINTS if decomposed[c] == chr(c) and stripped[c] == ""])
    print_set("bert-space", [c for c in CODE_POINTS if bert[c] == 2])
    print_set("bert-punctuation", [c for c in CODE_POINTS if bert[c] == 3])
    print_set("regex-space", [c for c in CODE_POINTS if regex[c] == 2])
    print_set("regex-word", [c for c in CODE_POINTS if regex[c] == 1])
    print_map("lower", {c: lower[c] for c in CODE_POINTS if lower[c] != chr(c)})
    print_map("decomposed", {c: decomposed[c] for c in CODE_POINTS if decomposed[c] != chr(c) and c not in HANGUL})
    classes = combining_classes(nfd, decomposed)
    for index in sorted(set(classes.values())):
        print_set("class-%d" % index, [c for c in classes if classes[c] == index])
    check(clean, chinese, stripped, decomposed)


def check(clean, chinese, stripped, decomposed):
    """The shape of the answers that the tables rely on."""
    for c in CODE_POINTS:
        assert clean[c] in ("", " ", chr(c)), hex(c)
        assert chinese[c] in (chr(c), " " + chr(c) + " "), hex(c)
        rest = "".join(d for d in decomposed[c] if stripped[ord(d)] != "")
        assert stripped[c] == rest, hex(c)


if __name__ == "__main__":
    sys.exit(main())
