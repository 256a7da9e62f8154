#!/usr/bin/env python3
"""Trains the intent model of this folder from nothing: a WordPiece vocabulary and a two-layer BERT.

    python3 train.py --data DIR [--out model] [--small]

DIR holds train.tsv and test.tsv, one "label<TAB>text" a line, UTF-8. Needs torch, transformers and
tokenizers from PyPI. One thread and one seed, so that a second run on the same versions gives the same
weights. The vocabulary is the one of OUT/tokenizer.json when that exists: the vocabulary trainer breaks ties
between equally frequent pairs differently each time, so --new-vocabulary gives another model. The weights are
stored as 16-bit floats, and the accuracy printed at the end is that of the stored weights. --small makes the model of
../tiny, for microcontrollers with 16 KiB of RAM.
"""
import argparse
import os
import random
import time

os.environ["RAYON_NUM_THREADS"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from transformers import BertConfig, BertForSequenceClassification

SEED = 20
EPOCHS = 14
BATCH = 48
# What a model is made of: the folder's own, and with --small the one of ../tiny.
STANDARD = {"vocabulary": 2000, "tokens": 64, "hidden": 128, "layers": 2, "feed_forward": 384, "rate": 8e-4}
SMALL = {"vocabulary": 800, "tokens": 32, "hidden": 32, "layers": 1, "feed_forward": 96, "rate": 4e-3}
# Share of the inner tokens that a training step replaces by [UNK]: the model learns to decide from the
# words that carry the intent and not from names it happens to know.
TOKEN_DROPOUT = 0.12
SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
PAD, UNK, CLS, SEP = 0, 1, 2, 3


def read_rows(path):
    """The (label, text) pairs of a data file, in the file's order."""
    with open(path, encoding="utf-8") as lines:
        return [tuple(line.rstrip("\n").split("\t", 1)) for line in lines if line.strip()]


def train_vocabulary(texts, entries):
    """A lower-casing WordPiece tokenizer with BERT's special tokens around each text."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=entries, special_tokens=SPECIALS, limit_alphabet=80, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0",
        pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[("[CLS]", CLS), ("[SEP]", SEP)],
    )
    return tokenizer


def encode(tokenizer, text, longest):
    """The ids of one text, cut to the longest that the model takes with the closing [SEP] kept."""
    ids = tokenizer.encode(text).ids
    return ids if len(ids) <= longest else ids[: longest - 1] + [SEP]


def batches(examples, rng):
    """Shuffled batches of similar length, so that little is padded."""
    order = sorted(examples, key=lambda example: (len(example[0]), rng.random()))
    groups = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    rng.shuffle(groups)
    return groups


def tensors(group, rng):
    """ids, attention mask and labels of one batch, with token dropout when a generator is given."""
    width = max(len(ids) for ids, _ in group)
    rows = []
    for ids, _ in group:
        if rng is not None:
            ids = [UNK if 0 < at < len(ids) - 1 and rng.random() < TOKEN_DROPOUT else token for at, token in enumerate(ids)]
        rows.append(ids + [PAD] * (width - len(ids)))
    ids = torch.tensor(rows)
    mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row, _ in group])
    return ids, mask, torch.tensor([label for _, label in group])


def fit(model, rate, examples, rng):
    """Trains with AdamW, a one-cycle learning rate and slightly smoothed labels."""
    steps = EPOCHS * ((len(examples) + BATCH - 1) // BATCH)
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, steps, pct_start=0.1)
    loss_of = torch.nn.CrossEntropyLoss(label_smoothing=0.05)
    model.train()
    for epoch in range(EPOCHS):
        total = 0.0
        for group in batches(examples, rng):
            ids, mask, labels = tensors(group, rng)
            loss = loss_of(model(input_ids=ids, attention_mask=mask).logits, labels)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(group)
        print(f"epoch {epoch + 1:2d} of {EPOCHS}: loss {total / len(examples):.4f}", flush=True)


def accuracy(model, tokenizer, rows, label_ids):
    """The share of rows answered right, one text at a time as a device does it."""
    model.eval()
    right = 0
    with torch.no_grad():
        for label, text in rows:
            ids = encode(tokenizer, text, model.config.max_position_embeddings)
            logits = model(input_ids=torch.tensor([ids])).logits[0]
            right += int(logits.argmax()) == label_ids[label]
    return right / len(rows)


def main():
    """Trains, stores and measures."""
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description="Train the intent model of this folder.")
    parser.add_argument("--data", required=True, help="folder with train.tsv and test.tsv")
    parser.add_argument("--out", default=os.path.join(here, "model"), help="folder to write the model to")
    parser.add_argument("--small", action="store_true", help="the model of ../tiny")
    parser.add_argument("--new-vocabulary", action="store_true", help="train the vocabulary again")
    arguments = parser.parse_args()
    shape = SMALL if arguments.small else STANDARD

    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    torch.use_deterministic_algorithms(True)
    rng = random.Random(SEED)
    started = time.time()

    train = read_rows(os.path.join(arguments.data, "train.tsv"))
    test = read_rows(os.path.join(arguments.data, "test.tsv"))
    names = sorted({label for label, _ in train})
    label_ids = {name: index for index, name in enumerate(names)}
    kept = os.path.join(arguments.out, "tokenizer.json")
    if os.path.exists(kept) and not arguments.new_vocabulary:
        tokenizer = Tokenizer.from_file(kept)
    else:
        tokenizer = train_vocabulary((text for _, text in train), shape["vocabulary"])
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=shape["hidden"],
        num_hidden_layers=shape["layers"],
        num_attention_heads=2,
        intermediate_size=shape["feed_forward"],
        max_position_embeddings=shape["tokens"],
        hidden_act="gelu",
        id2label=dict(enumerate(names)),
        label2id=label_ids,
        pad_token_id=PAD,
    )
    model = BertForSequenceClassification(config)
    examples = [(encode(tokenizer, text, shape["tokens"]), label_ids[label]) for label, text in train]
    fit(model, shape["rate"], examples, rng)

    os.makedirs(arguments.out, exist_ok=True)
    model.half().save_pretrained(arguments.out)
    tokenizer.save(kept, pretty=False)
    stored = BertForSequenceClassification.from_pretrained(arguments.out, dtype=torch.float32)
    print(f"{sum(p.numel() for p in stored.parameters())} parameters, {time.time() - started:.0f} s")
    print(f"accuracy {accuracy(stored, tokenizer, test, label_ids):.4f} on {len(test)} test rows")
    own = os.path.join(here, "calibration.tsv")
    if os.path.exists(own):
        rows = read_rows(own)
        print(f"accuracy {accuracy(stored, tokenizer, rows, label_ids):.4f} on {len(rows)} rows of calibration.tsv")


if __name__ == "__main__":
    main()
