#!/usr/bin/env python3
"""Measures which part of a trained model is worth training when the model is moved to other labels.

    python3 measure.py --model DIR --data DIR [--seed 1] [--optimizer adamw|sgd] [--few-shot] [--only NAME ...]

The model is a folder with config.json, model.safetensors and tokenizer.json of a BertForSequenceClassification; DATA
holds train.tsv and test.tsv, one "label<TAB>text" a line, UTF-8. The model's own head is thrown away: each part gets
a new one for the labels of DATA. Prints a Markdown table, row by row; progress goes to standard error. Needs torch,
transformers and tokenizers from PyPI; one thread, no network.

Every part is trained in the same way: a tenth of train.tsv is held out (drawn by the seed), batches of 32, AdamW
(weight decay 0.01) or SGD (momentum 0.9), at most 40 epochs, stopped when 5 epochs brought no better accuracy on the
held-out tenth, and the best epoch's weights are kept. Each rate of RATES is tried, for full training of FULL_RATES,
and the held-out tenth chooses; test.tsv is only asked once, at the end. Dropout is off, but for full training, which
is the ceiling.

The last layer is computed for the first token only, as a device does it. Its query, key and value stay frozen unless
a row says otherwise, so all that the frozen body knows of a text is a few cached vectors.

--few-shot trains with 5 and with 20 examples a label instead: three draws, 100 epochs, no held-out texts, at the
rate that --rates gives for a part (a device has nothing to choose a rate by), mean and spread (half of max - min).
"""
import argparse
import copy
import os
import random
import sys
import time
from dataclasses import dataclass, field

os.environ["RAYON_NUM_THREADS"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn.functional import cross_entropy, softmax
from torch.nn.utils.rnn import pad_sequence
from transformers import AutoModelForSequenceClassification

BATCH = 32
EPOCHS = 40
PATIENCE = 5
RATES = {"adamw": (1e-2, 3e-3, 1e-3), "sgd": (0.3, 0.1, 0.03)}
FULL_RATES = {"adamw": (1e-3, 3e-4), "sgd": (0.03, 0.01)}
FEW_SHOT_EPOCHS = 100
FEW_SHOT_DRAWS = 3


@dataclass(frozen=True)
class Part:
    """What of a model is trained beside the new head, and what the head reads beside the pooler's output."""

    name: str
    pooler: bool = False
    rank: int = 0  # of the last layer's attention output, feed-forward up and down
    attention_rank: int = 0  # of the last layer's query and value
    means: tuple = ()  # "embeddings": mean row after the embeddings' LayerNorm; "input": of the last layer's input
    pooled: bool = True
    full: bool = False


PARTS = (
    Part("head"),
    Part("head + pooler", pooler=True),
    Part("head + LoRA 2", rank=2),
    Part("head + LoRA 4", rank=4),
    Part("head + LoRA 8", rank=8),
    Part("head + LoRA 4 + pooler", rank=4, pooler=True),
    Part("head + LoRA 4, also on query and value", rank=4, attention_rank=4),
    Part("head on the mean of the embeddings alone", means=("embeddings",), pooled=False),
    Part("head on both means alone", means=("embeddings", "input"), pooled=False),
    Part("head on pooler, mean of the last layer's input", means=("input",)),
    Part("head on pooler, mean of the embeddings", means=("embeddings",)),
    Part("head on pooler, both means", means=("embeddings", "input")),
    Part("head on pooler, mean of the embeddings + LoRA 4", means=("embeddings",), rank=4),
    Part("head on pooler, both means + LoRA 4", means=("embeddings", "input"), rank=4),
    Part("full training", full=True),
)


@dataclass
class Texts:
    """Encoded texts, their labels, and what the frozen body makes of them: a row a text, `rows` of varying length."""

    ids: list
    labels: torch.Tensor
    frozen: dict = field(default_factory=dict)
    rows: list = field(default_factory=list)

    def take(self, chosen):
        """The batch of these texts; vectors and rows only when they were computed."""
        index = torch.as_tensor(chosen)
        batch = {name: vectors[index] for name, vectors in self.frozen.items()}
        batch["ids"] = [self.ids[at] for at in chosen]
        batch["rows"] = [self.rows[at] for at in chosen] if self.rows else []
        return batch, self.labels[index]


class LoRA(nn.Module):
    """A frozen linear map plus a trained one of low rank: W x + b + B (A x), B zero at first (Hu et al. 2021)."""

    def __init__(self, frozen, rank):
        super().__init__()
        self.frozen = frozen.requires_grad_(False)
        self.down = nn.Linear(frozen.in_features, rank, bias=False)
        self.up = nn.Linear(rank, frozen.out_features, bias=False)
        nn.init.zeros_(self.up.weight)

    def forward(self, x):
        """Of any shape, the last axis mapped."""
        return self.frozen(x) + self.up(self.down(x))


def low_rank(frozen, rank):
    """The map with a trained one of this rank beside it; of rank 0, as it is."""
    return LoRA(frozen, rank) if rank else frozen


class FirstRow(nn.Module):
    """The last layer for the first token, the pooler and a new head, on what the frozen layers before it gave."""

    def __init__(self, model, part, labels):
        super().__init__()
        body = copy.deepcopy(model.bert)
        body.requires_grad_(False)
        layer = body.encoder.layer[-1]
        self.part = part
        self.query = low_rank(layer.attention.self.query, part.attention_rank)
        self.key = layer.attention.self.key
        self.value = low_rank(layer.attention.self.value, part.attention_rank)
        self.heads = model.config.num_attention_heads
        self.output = low_rank(layer.attention.output.dense, part.rank)
        self.output_norm = layer.attention.output.LayerNorm
        self.up = low_rank(layer.intermediate.dense, part.rank)
        self.down = low_rank(layer.output.dense, part.rank)
        self.down_norm = layer.output.LayerNorm
        self.pooler = body.pooler.dense.requires_grad_(part.pooler)
        hidden = model.config.hidden_size
        self.head = nn.Linear(hidden * (int(part.pooled) + len(part.means)), labels)

    def context(self, batch):
        """What the first token's attention gathered: cached, or computed when query and value are trained."""
        if not self.part.attention_rank:
            return batch["context"]
        rows = pad_sequence(batch["rows"], batch_first=True)
        texts, tokens, hidden = rows.shape
        by_head = (texts, -1, self.heads, hidden // self.heads)
        query = self.query(rows[:, :1]).view(by_head).transpose(1, 2)
        key = self.key(rows).view(by_head).transpose(1, 2)
        value = self.value(rows).view(by_head).transpose(1, 2)
        scores = query @ key.transpose(2, 3) / (hidden // self.heads) ** 0.5
        lengths = torch.tensor([len(text) for text in batch["rows"]])
        padding = torch.arange(tokens)[None, :] >= lengths[:, None]
        shares = softmax(scores.masked_fill(padding[:, None, None, :], float("-inf")), dim=-1)
        return (shares @ value).transpose(1, 2).reshape(texts, hidden)

    def forward(self, batch):
        """The logits of a batch."""
        features = [batch[mean] for mean in self.part.means]
        if self.part.pooled:
            middle = self.output_norm(self.output(self.context(batch)) + batch["first"])
            last = self.down_norm(self.down(nn.functional.gelu(self.up(middle))) + middle)
            features.insert(0, torch.tanh(self.pooler(last)))
        return self.head(torch.cat(features, dim=1))


class Full(nn.Module):
    """Every weight of the model, and a new head."""

    def __init__(self, model, labels):
        super().__init__()
        self.body = copy.deepcopy(model.bert).requires_grad_(True)
        self.dropout = nn.Dropout(model.config.hidden_dropout_prob)
        self.head = nn.Linear(model.config.hidden_size, labels)

    def forward(self, batch):
        """The logits of a batch."""
        ids, mask = padded(batch["ids"])
        return self.head(self.dropout(self.body(input_ids=ids, attention_mask=mask).pooler_output))


def padded(ids):
    """Token ids and attention mask of texts, padded to the longest."""
    rows = pad_sequence([torch.tensor(text) for text in ids], batch_first=True)
    lengths = torch.tensor([len(text) for text in ids])
    return rows, (torch.arange(rows.shape[1])[None, :] < lengths[:, None]).long()


def read_rows(path):
    """The (label, text) pairs of a data file, in the file's order."""
    with open(path, encoding="utf-8") as lines:
        return [tuple(line.rstrip("\n").split("\t", 1)) for line in lines if line.strip()]


def encoded(rows, tokenizer, longest, label_ids):
    """Texts cut to the model's positions with the closing [SEP] kept, and their labels."""
    ids = [tokenizer.encode(text).ids for _, text in rows]
    ids = [text if len(text) <= longest else text[: longest - 1] + text[-1:] for text in ids]
    return Texts(ids, torch.tensor([label_ids[label] for label, _ in rows]))


def mean(rows, mask):
    """The mean row of each text."""
    return (rows * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)


@torch.no_grad()
def run_body(model, texts):
    """Adds to the texts what the frozen layers make of them."""
    model.eval()
    contexts = []
    gathered = model.bert.encoder.layer[-1].attention.self
    hook = gathered.register_forward_hook(lambda module, given, result: contexts.append(result[0][:, 0].clone()))
    vectors = {"first": [], "input": [], "embeddings": []}
    for start in range(0, len(texts.ids), BATCH):
        ids, mask = padded(texts.ids[start : start + BATCH])
        states = model.bert(input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states
        vectors["first"].append(states[-2][:, 0].clone())
        vectors["input"].append(mean(states[-2], mask))
        vectors["embeddings"].append(mean(states[0], mask))
        texts.rows += [rows[: int(used.sum())].clone() for rows, used in zip(states[-2], mask)]
    hook.remove()
    texts.frozen = {name: torch.cat(parts) for name, parts in vectors.items()}
    texts.frozen["context"] = torch.cat(contexts)


def check_body(model, texts):
    """Ends the run when the first row computed from cached vectors is not what the whole model computes."""
    labels = model.config.num_labels
    batch, _ = texts.take(range(16))
    ids, mask = padded(batch["ids"])
    with torch.no_grad():
        expected = model.eval()(input_ids=ids, attention_mask=mask).logits
        for part in (Part("cached"), Part("attention", attention_rank=1)):
            net = FirstRow(model, part, labels).eval()
            net.head = model.classifier
            torch.testing.assert_close(net(batch), expected, atol=1e-4, rtol=1e-4)


def epoch(net, texts, chosen, optimizer, rng):
    """One pass over the chosen texts in a new order, in batches of similar length, so that little is padded."""
    net.train()
    order = sorted(chosen, key=lambda at: (len(texts.ids[at]), rng.random()))
    starts = list(range(0, len(order), BATCH))
    rng.shuffle(starts)
    for start in starts:
        batch, labels = texts.take(order[start : start + BATCH])
        loss = cross_entropy(net(batch), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


@torch.no_grad()
def accuracy(net, texts, chosen):
    """The share of the chosen texts whose label has the greatest logit."""
    net.eval()
    right = 0
    for start in range(0, len(chosen), 256):
        batch, labels = texts.take(chosen[start : start + 256])
        right += int((net(batch).argmax(1) == labels).sum())
    return right / len(chosen)


def new_optimizer(name, net, rate):
    """For what is trained of a net."""
    trained = [weights for weights in net.parameters() if weights.requires_grad]
    if name == "sgd":
        return torch.optim.SGD(trained, lr=rate, momentum=0.9)
    return torch.optim.AdamW(trained, lr=rate, weight_decay=0.01, fused=True)


def rates_of(part, optimizer):
    """The rates that are tried."""
    return (FULL_RATES if part.full else RATES)[optimizer]


def new_net(model, part, labels):
    """The part with a new head, in its first state."""
    return Full(model, labels) if part.full else FirstRow(model, part, labels)


def trained_count(net):
    """How many parameters are trained."""
    return sum(weights.numel() for weights in net.parameters() if weights.requires_grad)


def fit(net, texts, kept, held, optimizer, rng):
    """Trains with early stopping; the net ends with its best epoch's weights. Best held-out accuracy, epochs run."""
    best, state, since, epochs = -1.0, None, 0, 0
    while epochs < EPOCHS and since < PATIENCE:
        epoch(net, texts, kept, optimizer, rng)
        epochs, since = epochs + 1, since + 1
        reached = accuracy(net, texts, held)
        if reached > best:
            best, state, since = reached, copy.deepcopy(net.state_dict()), 0
    net.load_state_dict(state)
    return best, epochs


def measure(model, part, train, test, labels, arguments):
    """The row of one part: each rate is tried and the held-out tenth chooses."""
    order = list(range(len(train.ids)))
    random.Random(arguments.seed).shuffle(order)
    held, kept = order[: len(order) // 10], order[len(order) // 10 :]
    best = (-1.0,)
    for rate in rates_of(part, arguments.optimizer):
        torch.manual_seed(arguments.seed)
        net = new_net(model, part, labels)
        started = time.time()
        optimizer = new_optimizer(arguments.optimizer, net, rate)
        reached, epochs = fit(net, train, kept, held, optimizer, random.Random(arguments.seed))
        note(f"{part.name}: rate {rate:g}, held out {reached:.4f}, {epochs} epochs, {time.time() - started:.0f} s")
        if reached > best[0]:
            best = (reached, rate, epochs, net)
    reached, rate, epochs, net = best
    found = accuracy(net, test, range(len(test.ids)))
    shares = f"{100 * found:.1f} % | {100 * reached:.1f} %"
    return f"| {part.name} | {trained_count(net):,} | {shares} | {rate:g} | {epochs} |"


def few_shot(model, part, train, test, labels, arguments, count, rate):
    """Accuracies after training with a few examples a label, one a draw."""
    found = []
    for draw in range(FEW_SHOT_DRAWS):
        rng = random.Random(arguments.seed + draw)
        torch.manual_seed(arguments.seed + draw)
        order = list(range(len(train.ids)))
        rng.shuffle(order)
        known = train.labels.tolist()
        by_label = [[at for at in order if known[at] == label] for label in range(labels)]
        chosen = [at for of_label in by_label for at in of_label[:count]]
        net = new_net(model, part, labels)
        optimizer = new_optimizer(arguments.optimizer, net, rate)
        for _ in range(FEW_SHOT_EPOCHS):
            epoch(net, train, chosen, optimizer, rng)
        found.append(accuracy(net, test, range(len(test.ids))))
        note(f"{part.name}: {count} a label, draw {draw}: {found[-1]:.4f}")
    return found


def mean_and_spread(found):
    """In percent, for a cell of the table."""
    return f"{100 * sum(found) / len(found):.1f} ± {50 * (max(found) - min(found)):.1f} %"


def note(text):
    """Progress."""
    print(text, file=sys.stderr, flush=True)


def read_arguments():
    """What the caller asks for."""
    parser = argparse.ArgumentParser(description="Measure which part of a model is worth training.")
    parser.add_argument("--model", required=True, help="folder of the trained model")
    parser.add_argument("--data", required=True, help="folder with train.tsv and test.tsv of other labels")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--optimizer", choices=sorted(RATES), default="adamw")
    parser.add_argument("--few-shot", action="store_true", help="5 and 20 examples a label instead of all")
    parser.add_argument("--rates", nargs="*", default=[], help="--few-shot: NAME=RATE, else the last of RATES")
    parser.add_argument("--only", nargs="*", default=[], help="names of parts; all when absent")
    return parser.parse_args()


def main():
    """Runs the body once over all texts, then measures part by part."""
    arguments = read_arguments()
    torch.set_num_threads(1)
    model = AutoModelForSequenceClassification.from_pretrained(arguments.model, dtype=torch.float32)
    tokenizer = Tokenizer.from_file(os.path.join(arguments.model, "tokenizer.json"))
    tokenizer.no_padding()
    splits = [read_rows(os.path.join(arguments.data, name)) for name in ("train.tsv", "test.tsv")]
    names = sorted({label for label, _ in splits[0]})
    label_ids = {name: index for index, name in enumerate(names)}
    longest = model.config.max_position_embeddings
    train, test = [encoded(rows, tokenizer, longest, label_ids) for rows in splits]
    for texts in (train, test):
        run_body(model, texts)
    check_body(model, test)
    parts = [part for part in PARTS if not arguments.only or part.name in arguments.only]
    if arguments.few_shot:
        rates = dict(given.rsplit("=", 1) for given in arguments.rates)
        print("| trained | rate | 5 a label | 20 a label |\n|---|---|---|---|", flush=True)
        for part in parts:
            rate = float(rates.get(part.name, rates_of(part, arguments.optimizer)[-1]))
            cells = [few_shot(model, part, train, test, len(names), arguments, count, rate) for count in (5, 20)]
            print(f"| {part.name} | {rate:g} | " + " | ".join(map(mean_and_spread, cells)) + " |", flush=True)
    else:
        print("| trained | parameters | test | held out | rate | epochs |\n|---|---|---|---|---|---|", flush=True)
        for part in parts:
            print(measure(model, part, train, test, len(names), arguments), flush=True)


if __name__ == "__main__":
    main()
