#!/usr/bin/env python3
"""Writes the fixture that says what transformers 4, transformers 5 and tokenizers make of a model folder's side files.

Usage: make_readers.py OUTPUT_FILE PYTHON4 PYTHON5, two interpreters with
    pip install transformers==4.57.6 tokenizers==0.22.2 numpy
    pip install transformers==5.24.0 tokenizers==0.23.3 numpy
OUTPUT_FILE is compressed by gzip. Each of its lines is a JSON object: "files" (contents by name; "VOCAB" stands for the
vocabulary, which is in the first line with the texts; of vocab.txt there is what ends its lines), "four", "five" and "file" (the ids of every text of the first line by AutoTokenizer of each version and by
Tokenizer.from_file, or null where that reader ends with an error; a string names an earlier reader with the same
ids).
"""
import gzip
import json
import pathlib
import random
import subprocess
import sys
import tempfile

SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
LETTERS = "abcdefghijklmnoprstuvwy"
VOCAB = SPECIALS + list(LETTERS) + ["##" + c for c in LETTERS] + list("TOÉé東.,!?[]<>_") + [
    "##E", "tu", "tur", "turn", "Turn", "TURN", "wake", "up", "lamp", "lamps", "ent", "mask", "sep", "cls", "<s>", "</s>", "<unk>", "<c>", "<d>"]
TEXTS = ["turn the lamp on", "Turn ON lamps", "café Été TURN", "東京 東", "[SEP] a [sep] [CLS] b", "turn <ent> on <ENT>", "x<ent>y <obj> <Obj>",
         "wake up Wake Up wakeup wake  up", "[MASK] mask [mask] [PAD] [pad]", "[UNK] lamp_lamp <unk>", "<s> a </s> <c> b <d>",
         "lampslampslamps", "a.b,c!? a_b", "<ent><obj> b <ent> ,<obj>. ents", "<img> <IMG> <end> <End>", "É é e",
         "<e\u00adnt> <o\u00adbj> la\u00admp wa\u00adke up wake\u3000up [MA\u00adSK]", "[P\u00adAD] [U\u00adNK] [C\u00adLS] [S\u00adEP]"]


def added(content, **flags):
    values = {"content": content, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    values.update(flags)
    return values


def chance(rng, share):
    return rng.random() < share


def maybe(rng, target, key, share, *values):
    if chance(rng, share):
        target[key] = rng.choice(values)


def tokenizer_json(rng):
    tokens = [dict(added(t), id=i) for i, t in enumerate(SPECIALS)]
    if chance(rng, 0.1):
        tokens = tokens[:rng.randrange(5)]
    next_id = len(VOCAB)
    for content, flags in (("<ent>", {}), ("<obj>", {"normalized": True, "special": False}), ("wake up", {"special": False, "normalized": True})):
        if chance(rng, 0.12):
            tokens.append(dict(added(content, **flags), id=next_id))
            next_id += 1
    lower = chance(rng, 0.7)
    normalizer = {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": not chance(rng, 0.1),
                  "strip_accents": rng.choice([None, None, None, True, False]), "lowercase": lower}
    cls, sep = {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]}, {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}
    special = lambda name: {"SpecialToken": {"id": name, "type_id": 0}}
    text = {"Sequence": {"id": "A", "type_id": 0}}
    single = [special("[CLS]"), text, special("[SEP]")]
    if chance(rng, 0.1):
        single = rng.choice([[text], [special("[CLS]"), text], [special("[CLS]"), text, special("[SEP]"), special("[SEP]")]])
    pair = single + [{"Sequence": {"id": "B", "type_id": 1}}]
    model = {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
             "max_input_chars_per_word": 100 if chance(rng, 0.9) else 6, "vocab": "VOCAB"}
    if chance(rng, 0.06):
        model = {"type": "BPE", "unk_token": "[UNK]", "vocab": "VOCAB", "merges": [["t", "u"], ["tu", "r"], ["tur", "n"], ["u", "p"]]}
    pre_tokenizer = {"type": "BertPreTokenizer" if chance(rng, 0.9) else "Whitespace"}
    return {"version": "1.0", "truncation": None, "padding": None, "added_tokens": tokens,
            "normalizer": normalizer if chance(rng, 0.95) else None, "pre_tokenizer": pre_tokenizer if chance(rng, 0.95) else None,
            "post_processor": {"type": "TemplateProcessing", "single": single, "pair": pair, "special_tokens": {"[CLS]": cls, "[SEP]": sep}},
            "decoder": None, "model": model}


def special(rng, content):
    if chance(rng, 0.5):
        return content
    return dict(added(content), __type="AddedToken") if chance(rng, 0.6) else {"__type": "AddedToken", "content": content, "normalized": chance(rng, 0.5)}


def extra(rng):
    names = rng.sample(["<ent>", "<obj>", "[MASK]", "lamp"], rng.randrange(1, 3))
    return names


def decoder(rng, base):
    entries = {str(t["id"]): {k: v for k, v in t.items() if k != "id"} for t in base} if base else {
        str(i): added(t) for i, t in enumerate(SPECIALS)}
    if chance(rng, 0.3):
        entries[str(len(VOCAB) + rng.randrange(2))] = added(rng.choice(["<ent>", "<obj>"]), special=chance(rng, 0.5), normalized=chance(rng, 0.5))
    if chance(rng, 0.15):
        entries.pop(rng.choice(sorted(entries)))
    if entries and chance(rng, 0.1):
        entries[rng.choice(sorted(entries))].update(normalized=True)
    return entries


def config_json(rng, file, share):
    config = {}
    maybe(rng, config, "tokenizer_class", 0.75, "BertTokenizer", "BertTokenizer", "BertTokenizerFast", "PreTrainedTokenizerFast",
          "TokenizersBackend", "DistilBertTokenizer", "DistilBertTokenizerFast", "ElectraTokenizer", "ElectraTokenizerFast", "MobileBertTokenizer", None)
    normalizer = file and file["normalizer"]
    if normalizer and chance(rng, 0.75):
        config["do_lower_case"] = normalizer["lowercase"]
    else:
        maybe(rng, config, "do_lower_case", 0.4, True, False)
    if normalizer and chance(rng, 0.6):
        config["strip_accents"] = normalizer["strip_accents"]
        config["tokenize_chinese_chars"] = normalizer["handle_chinese_chars"]
    maybe(rng, config, "strip_accents", share, True, False, None)
    maybe(rng, config, "tokenize_chinese_chars", share, True, False)
    maybe(rng, config, "do_basic_tokenize", share, True, False)
    maybe(rng, config, "never_split", share, None, ["lamp"])
    maybe(rng, config, "model_max_length", 0.3, 16, 512, int(1e30))
    maybe(rng, config, "max_len", share / 2, 16)
    maybe(rng, config, "clean_up_tokenization_spaces", share, True, False)
    maybe(rng, config, "padding_side", share, "left", "right")
    maybe(rng, config, "model_input_names", share, ["input_ids"], ["input_ids", "attention_mask"])
    maybe(rng, config, "name_or_path", share, "models/x")
    maybe(rng, config, "split_special_tokens", share, True, False)
    if chance(rng, share):
        config["additional_special_tokens"] = extra(rng)
    if chance(rng, share / 2):
        config["extra_special_tokens"] = extra(rng) if chance(rng, 0.6) else {"image_token": "<img>"} if chance(rng, 0.7) else {}
    maybe(rng, config, "end_token", share / 3, "<end>")
    for name, usual, other in (("cls_token", "[CLS]", "<c>"), ("sep_token", "[SEP]", "<d>"), ("unk_token", "[UNK]", "<unk>"),
                               ("mask_token", "[MASK]", "<ent>"), ("pad_token", "[PAD]", "</s>"), ("bos_token", "<s>", "<s>")):
        if chance(rng, 0.5 if usual != "<s>" else share / 2):
            config[name] = special(rng, usual if chance(rng, 1 - share / 2) else other)
    if chance(rng, 0.3):
        config["added_tokens_decoder"] = decoder(rng, file and file["added_tokens"])
    return config


def map_json(rng, share):
    entries = {}
    for name, usual, other in (("cls_token", "[CLS]", "<c>"), ("sep_token", "[SEP]", "<d>"), ("unk_token", "[UNK]", "<unk>"),
                               ("mask_token", "[MASK]", "<ent>"), ("pad_token", "[PAD]", "</s>")):
        if chance(rng, 0.8):
            value = usual if chance(rng, 1 - share / 2) else other
            entries[name] = value if chance(rng, 0.6) else {k: v for k, v in added(value).items() if k != "special"}
    if chance(rng, share):
        entries[rng.choice(["additional_special_tokens", "extra_special_tokens"])] = [
            t if chance(rng, 0.6) else {k: v for k, v in added(t).items() if k != "special"} for t in extra(rng)]
    return entries


def folder(rng):
    share = rng.choice([0.0, 0.05, 0.15, 0.3])
    files = {"config.json": {"architectures": ["BertForSequenceClassification"], "model_type": "bert", "vocab_size": len(VOCAB) + rng.choice([0, 8, 8])}}
    if chance(rng, share / 2):
        files["config.json"]["tokenizer_class"] = rng.choice(["BertTokenizer", "PreTrainedTokenizerFast"])
    form = rng.random()
    file = tokenizer_json(rng) if form < 0.7 else None
    if file:
        files["tokenizer.json"] = file
    if form > 0.6:
        files["vocab.txt"] = rng.choice(["\n", "\n", "\r\n"])
    if chance(rng, 0.85):
        files["tokenizer_config.json"] = config_json(rng, file, share)
    if chance(rng, 0.4):
        files["special_tokens_map.json"] = map_json(rng, share)
    if chance(rng, 0.05 + share / 2):
        pool = ["<ent>", "<obj>", "wake up", "lamp"]
        names = rng.sample(pool, rng.randrange(1, 3))
        files["added_tokens.json"] = {n: VOCAB.index(n) if n in VOCAB else len(VOCAB) + i + rng.choice([0, 0, 0, 1]) for i, n in enumerate(names)}
    return files


def write(path, files):
    path.mkdir(parents=True)
    for name, content in files.items():
        if name == "vocab.txt":
            text = "".join(token + content for token in VOCAB)
        else:
            text = json.dumps(content, ensure_ascii=False).replace(
                '"VOCAB"', json.dumps({t: i for i, t in enumerate(VOCAB)}, ensure_ascii=False))
        (path / name).write_bytes(text.encode())


def read(root, alone):
    """Run in one of the interpreters: the ids by its AutoTokenizer, or by its tokenizers alone."""
    import logging
    import warnings
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    results = {}
    for path in sorted(pathlib.Path(root).iterdir()):
        try:
            if alone:
                from tokenizers import Tokenizer
                tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
                tokenizer.no_truncation()
                tokenizer.no_padding()
                ids = [tokenizer.encode(text).ids for text in TEXTS]
            else:
                from transformers import AutoTokenizer
                tokenizer = AutoTokenizer.from_pretrained(str(path))
                ids = [list(tokenizer(text)["input_ids"]) for text in TEXTS]
            results[path.name] = ids
        except Exception as e:  # any error of the library is an answer
            results[path.name] = None
            print(path.name, type(e).__name__, str(e)[:100], file=sys.stderr)
    json.dump(results, sys.stdout)


def asked(python, root, *options):
    run = subprocess.run([python, __file__, "--read", root, *options], stdout=subprocess.PIPE, check=True)
    return json.loads(run.stdout)


def main(output, four, five, count=500, seed=20261126):
    rng = random.Random(seed)
    cases = [folder(rng) for _ in range(count)]
    with tempfile.TemporaryDirectory() as root:
        for i, files in enumerate(cases):
            write(pathlib.Path(root) / f"{i:04}", files)
        answers = {"four": asked(four, root), "five": asked(five, root), "file": asked(five, root, "--alone")}
    lines = [{"vocab": VOCAB, "texts": TEXTS}]
    for i, files in enumerate(cases):
        line = {"files": files}
        for reader, results in answers.items():
            ids = results[f"{i:04}"]
            same = [other for other in ("four", "five") if other in line and isinstance(line[other], list) and line[other] == ids]
            line[reader] = same[0] if same else ids
        lines.append(line)
    text = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    pathlib.Path(output).write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    if sys.argv[1] == "--read":
        read(sys.argv[2], "--alone" in sys.argv)
    else:
        main(*sys.argv[1:4])
