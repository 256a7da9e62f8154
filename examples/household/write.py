#!/usr/bin/env python3
"""Writes the sentences of this example: what people say to a house, by what it is to do.

    python3 write.py

Each label has sentences with gaps, words for these, and ways to begin. Combinations are drawn without repetition, the
same ones every time; no sentence of test.tsv is in train.tsv.
"""
import itertools
import random

ROOM = ["kitchen", "bedroom", "hallway", "living room", "bathroom", "office", "garage", "attic", "guest room", "cellar"]
TIME = ["six", "half past seven", "noon", "ten tonight", "five in the morning", "eight o'clock", "quarter to nine"]
MINUTES = ["five minutes", "ten minutes", "a quarter of an hour", "half an hour", "ninety seconds", "two hours"]
THING = ["milk", "two lemons", "rye bread", "washing powder", "a dozen eggs", "batteries", "olive oil", "cat food"]
DOOR = ["front door", "back door", "garage door", "garden gate", "cellar door", "balcony door"]
DEGREES = ["nineteen", "twenty one", "eighteen and a half", "twenty three", "sixteen"]

BEGINNING = ["", "please, ", "hey house, ", "listen, ", "quick, ", "okay, ", "excuse me, ", "hello, "]

LABELS = {
    "lights_on": (
        ["turn on the lights in the {r}", "it is too dark in the {r}", "I can't see a thing in the {r}",
         "lights on in the {r} please", "make the {r} bright", "switch the {r} lamp on", "could you light the {r}",
         "I need some light in the {r}"], {"r": ROOM}),
    "lights_off": (
        ["turn off the lights in the {r}", "kill the lights in the {r}", "no more light in the {r}",
         "make it dark in the {r}", "switch the {r} lamp off", "I am leaving the {r}, lights out",
         "the lamp in the {r} is still burning", "lights out in the {r}"], {"r": ROOM}),
    "warmer": (
        ["it is freezing in the {r}", "heat the {r} to {d} degrees", "make the {r} warmer", "my feet are cold in the {r}",
         "turn the heating up in the {r}", "I want {d} degrees in the {r}", "warm up the {r} a little"],
        {"r": ROOM, "d": DEGREES}),
    "cooler": (
        ["it is boiling in the {r}", "cool the {r} down to {d} degrees", "make the {r} cooler",
         "I am sweating in the {r}", "turn the heating down in the {r}", "less heat in the {r} please",
         "the {r} feels like an oven"], {"r": ROOM, "d": DEGREES}),
    "lock": (
        ["lock the {o}", "is the {o} shut, if not close it", "make sure nobody gets through the {o}",
         "bolt the {o} for the night", "close and lock the {o}", "secure the {o} please", "shut the {o} behind me"],
        {"o": DOOR}),
    "unlock": (
        ["unlock the {o}", "open the {o} for the postman", "let my sister in through the {o}",
         "I forgot my key, open the {o}", "release the lock of the {o}", "the {o} should be open now",
         "can you open up the {o}"], {"o": DOOR}),
    "timer": (
        ["set a timer for {m}", "wake me in {m}", "tell me when {m} are over", "count down {m}", "ring at {t}",
         "set the alarm for {t}", "I have to get up at {t}", "remind me in {m} to look at the oven"],
        {"m": MINUTES, "t": TIME}),
    "shopping": (
        ["put {g} on the shopping list", "we are out of {g}", "add {g} to the list", "remember to buy {g}",
         "we need {g} from the shop", "I used up the {g}, write it down", "don't let me forget {g} at the market"],
        {"g": THING}),
}

TRAIN = 280
TEST = 40


def sentences(frames, words):
    for frame in frames:
        gaps = [gap for gap in words if "{" + gap + "}" in frame]
        for chosen in itertools.product(*(words[gap] for gap in gaps)):
            for beginning in BEGINNING:
                yield beginning + frame.format(**dict(zip(gaps, chosen)))


def main():
    draw = random.Random(20_261_126)
    parts = {"train.tsv": [], "test.tsv": []}
    for label, (frames, words) in LABELS.items():
        all_of_it = sorted(set(sentences(frames, words)))
        draw.shuffle(all_of_it)
        parts["train.tsv"] += [(label, text) for text in all_of_it[:TRAIN]]
        parts["test.tsv"] += [(label, text) for text in all_of_it[TRAIN : TRAIN + TEST]]
    for name, lines in parts.items():
        draw.shuffle(lines)
        with open(name, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{label}\t{text}\n" for label, text in lines)


if __name__ == "__main__":
    main()
