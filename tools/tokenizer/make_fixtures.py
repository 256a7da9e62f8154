#!/usr/bin/env python3
"""Writes the tokenizer tests' fixtures: small tokenizers trained on the sentences below, and lines to tokenize.

Usage: make_fixtures.py OUTPUT_FOLDER (needs: pip install tokenizers==0.23.3). The
lines are the same every time; the trainer breaks ties by chance, so a new run gives other, equally good, tokenizers.
lines.txt holds one line each: a repeat count, a tab and a JSON string; the text is the string repeated so often.
"""
import json
import pathlib
import random
import sys

from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
SENTENCES = """turn the kitchen light on and dim the lamp in the hallway
please wake me up tomorrow at half past six with quiet music
how many eggs do I need for the pancakes that we baked last sunday
the café opposite the old mill opens at seven, doesn't it?
book a table for two near the harbour; somewhere with a view!
is it going to rain in Zürich, or can we leave the umbrellas at home
play the song that grandmother always sang while she was baking
the train to Málaga leaves from platform nine in twenty minutes
remind me to water the tomatoes, the basil and the naïve little fern
what was the score of yesterday's match between the two red teams
open the window a little and close it again when the sun goes down
add milk, flour, sugar & 12 apples to the shopping list (but no butter)
my thermometer says -3.5 degrees, that is colder than in the freezer
find a film about whales, ships and the people who counted them
the washing machine has finished; unlocking, unloading, reloading
Ελλάδα και θάλασσα · привет, как дела · 東京の天気は晴れ · 서울 날씨 · مرحبا بالعالم · नमस्ते दुनिया
counting: one two three four five six seven eight nine ten eleven twelve
quietly quieter quietest, bright brighter brightest, slow slower slowest
tell my sister that the parcel arrived and that nobody had opened it
where did I leave my keys? under the newspaper, behind the clock, on the shelf""".split("\n")
ODD = ["\u0000", "\t", "\r\n", "\u0085", "\u00a0", "\u00ad", "\u200b", "\u200d", "\u2028", "\u3000", "\ufeff", "\ufffd",
       "\u0301", "\u0323\u0301", "\u0301\u0323", "\u0345", "\u302e", "\U0001d165\u0323", "\u0e38\u0e48", "\u0f71\u0f72",
       "İ", "ı", "ß", "ẞ", "ﬁ", "Ǆ", "Σ", "ς", "Å", "Ångström", "é", "e\u0301", "ñ", "Ạ̈", "ＡＢＣ１２", "東", "京", "豈", "\U0002f800",
       "한", "국", "각", "\u1112\u1161\u11ab", "ｶﾞ", "が", "か\u3099", "مرحبا", "שָׁלוֹם", "हिन्दी", "ไทย", "\U0001f600", "\U0001f468\u200d\U0001f469\u200d\U0001f467",
       "\U0001f1e9\U0001f1ea", "❤\ufe0f", "1\ufe0f\u20e3", "€", "£3", "$", "½", "²", "٣", "_", "__x__", "…", "—", "“", "”", "¿", "¡", "‽", "/", "\\", "##", "##ing",
       "\ue000", "\U000f0000", "\U0010ffff", "\u0378", "\U000e0001", "\u070f", "\u180e", "\u2060", "\ufff9", "𝐀", "𐐀", "ᏸ", "Ა",
       "[CLS]", "[SEP]", "[MASK]", "[PAD]", "[UNK]", "[sep]", "[SEP", "[[SEP]]", "[MASK][MASK]", "a[SEP]b", "<place>", "<PLACE>", "x<place>y", "<plac", "<Émil>", "<emil>"]


def train(model, trainer):
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(SENTENCES * 3, trainer)
    return tokenizer


def template(tokenizer, single):
    names = [t for t in single.split() if t != "$A"]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=single, special_tokens=[(t, tokenizer.token_to_id(t)) for t in names])


def word_piece():
    tokenizer = train(models.WordPiece(unk_token="[UNK]"),
                      trainers.WordPieceTrainer(vocab_size=700, special_tokens=SPECIALS, show_progress=False))
    template(tokenizer, "[CLS] $A [SEP]")
    return tokenizer


def bpe(**options):
    affixes = {name: text for name, text in options.items() if name in ("continuing_subword_prefix", "end_of_word_suffix")}
    tokenizer = train(models.BPE(**options), trainers.BpeTrainer(
        vocab_size=700, special_tokens=SPECIALS, show_progress=False, **affixes))
    template(tokenizer, "[CLS] $A")
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return tokenizer


def tokenizers():
    yield "wordpiece", word_piece()
    yield "bpe", bpe(unk_token="[UNK]")
    yield "bpe-fused", bpe(unk_token="[UNK]", fuse_unk=True)
    yield "bpe-affixes", bpe(unk_token="[UNK]", continuing_subword_prefix="##", end_of_word_suffix="</w>")
    silent = bpe()
    silent.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    yield "bpe-silent", silent
    added = word_piece()
    added.add_tokens([AddedToken("<place>"), AddedToken("<Émil>"), AddedToken("kitchen light", normalized=False),
                      AddedToken("[MASK]", lstrip=True, rstrip=True, special=True)])
    yield "wordpiece-added", added


def lines():
    rng = random.Random(20240501)
    words = sorted({w for s in SENTENCES for w in s.split()})
    yield 1, ""
    yield 1, " "
    for sentence in SENTENCES:
        yield 1, sentence
        yield 1, sentence.upper()
    for odd in ODD:
        yield 1, odd
        yield 1, "say " + odd + " now"
        yield 1, "say" + odd + "now"
        yield 3, odd + odd
    for _ in range(900):
        yield 1, " ".join(rng.choice(words) for _ in range(rng.randint(1, 12)))
    for _ in range(700):
        parts = [rng.choice(rng.choice([words, ODD])) for _ in range(rng.randint(1, 10))]
        yield 1, rng.choice(["", " ", ", "]).join(parts)
    for _ in range(200):
        yield 1, "".join(chr(rng.choice([rng.randint(0x20, 0x17f), rng.randint(0x300, 0x370), rng.randint(0xe00, 0x30ff),
                                          rng.randint(0x1100, 0xd7a3), rng.randint(0xe000, 0x1ffff)]))
                         for _ in range(rng.randint(1, 12)))
    for count in (99, 100, 101, 255, 256, 257, 300, 1000, 10240):
        yield count, "a"
        yield count, "é"
        yield count, "\U0001f600"
    for word in ("the", "quiet", "brightest", "unlocking", "that and ", "ab", "\u0301", "東", "!?", "[SEP]", "ing", "x\u200b"):
        yield 10240 // len(word), word
    for _ in range(40):
        yield rng.randint(2, 60), "".join(rng.choice(words) for _ in range(rng.randint(1, 12)))


def main(folder):
    for name, tokenizer in tokenizers():
        (folder / (name + ".json")).write_text(
            json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=True, separators=(",", ":")) + "\n")
    (folder / "lines.txt").write_text("".join("%d\t%s\n" % (n, json.dumps(text)) for n, text in lines()))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
