#!/usr/bin/env python3
"""Teaches the head of this folder's model the sentences of calibration.tsv; all other weights stay as they are.

    python3 train_head.py [--out head]

A head as this one is what an update sends: `thimble update demo` replaces the head of a device with it. Needs torch and
transformers from PyPI. One thread and no randomness, so that a second run on the same versions gives the same weights.
The weights are stored as 16-bit floats, and the accuracies printed are those of the stored weights.
"""
import argparse
import os

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from transformers import BertForSequenceClassification

from train import accuracy, encode, read_rows

STEPS = 400
LEARNING_RATE = 2e-3
# What holds the new head to the old one: it must keep what it learned from the sentences that are not here.
PULL = 2.0


def pooled(model, tokenizer, rows):
    """What the encoder makes of each text: all that a head sees."""
    with torch.no_grad():
        return torch.cat([model.bert(input_ids=torch.tensor([encode(tokenizer, text)])).pooler_output for _, text in rows])


def fit(head, inputs, labels):
    """Minimises the cross entropy plus the squared distance from where the head began."""
    begun = [parameter.detach().clone() for parameter in head.parameters()]
    optimizer = torch.optim.Adam(head.parameters(), lr=LEARNING_RATE)
    for _ in range(STEPS):
        loss = torch.nn.functional.cross_entropy(head(inputs), labels)
        loss = loss + PULL * sum(((now - old) ** 2).mean() for now, old in zip(head.parameters(), begun))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def main():
    """Trains, stores and measures."""
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description="Teach the head of this folder's model a few sentences.")
    parser.add_argument("--out", default=os.path.join(here, "head"), help="folder to write the head to")
    arguments = parser.parse_args()

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    folder = os.path.join(here, "model")
    model = BertForSequenceClassification.from_pretrained(folder, dtype=torch.float32).eval()
    tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
    rows = read_rows(os.path.join(here, "calibration.tsv"))
    labels = model.config.label2id
    before = accuracy(model, tokenizer, rows, labels)
    fit(model.classifier, pooled(model, tokenizer, rows), torch.tensor([labels[label] for label, _ in rows]))
    with torch.no_grad():
        for parameter in model.classifier.parameters():
            parameter.copy_(parameter.half())

    os.makedirs(arguments.out, exist_ok=True)
    head = {f"classifier.{name}": value.detach().half() for name, value in model.classifier.named_parameters()}
    save_file(head, os.path.join(arguments.out, "model.safetensors"), metadata={"format": "pt"})
    print(f"accuracy {before:.4f} -> {accuracy(model, tokenizer, rows, labels):.4f} on {len(rows)} rows of calibration.tsv")


if __name__ == "__main__":
    main()
