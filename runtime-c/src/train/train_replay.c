/* SPDX-License-Identifier: Apache-2.0 */
/* Examples that are learned from again (docs/numerics.md, section 11). */
#include <string.h>

#include "train_fixed.h"

/* xorshift32 (Marsaglia, Xorshift RNGs, 2003). */
static uint32_t next(thimble_replay_data *replay)
{
    uint32_t state = replay->random;
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    replay->random = state;
    return state;
}

/* A number below the bound, which is 1 or more. */
static uint32_t below(thimble_replay_data *replay, uint32_t bound)
{
    return (uint32_t)(((uint64_t)next(replay) * bound) >> 32);
}

static uint32_t kept_of(const thimble_replay_data *replay, uint32_t label)
{
    uint32_t kept = 0;
    uint32_t i;
    for (i = 0; i < replay->count; i++) {
        kept += replay->labels[i] == label;
    }
    return kept;
}

/* The label of which most are kept, the first of several. */
static uint32_t most_kept(const thimble_replay_data *replay, uint32_t label_count)
{
    uint32_t most = 0;
    uint32_t kept = kept_of(replay, 0);
    uint32_t label;
    for (label = 1; label < label_count; label++) {
        const uint32_t own = kept_of(replay, label);
        if (own > kept) {
            kept = own;
            most = label;
        }
    }
    return most;
}

/* The place of the kept example of a label that so many of the same come before. */
static uint32_t place_of(const thimble_replay_data *replay, uint32_t label, uint32_t before)
{
    uint32_t place = 0;
    while (replay->labels[place] != label || before != 0) {
        before -= replay->labels[place] == label;
        place++;
    }
    return place;
}

/* Where an example goes when all places are taken; the capacity where it is not kept. */
static uint32_t place_for(thimble_replay_data *replay, uint32_t label_count, uint32_t label)
{
    const uint32_t own = kept_of(replay, label);
    const uint32_t most = most_kept(replay, label_count);
    const uint32_t others = kept_of(replay, most);
    uint32_t chosen;
    if (own < others) {
        return place_of(replay, most, below(replay, others));
    }
    chosen = below(replay, replay->seen[label]);
    return chosen < own ? place_of(replay, label, chosen) : replay->capacity;
}

THIMBLE_SHARED
void thimble_replay_keep(thimble_replay_data *replay, uint32_t label_count, const int8_t *features, uint32_t label)
{
    uint32_t place = replay->count;
    if (replay->capacity == 0) {
        return;
    }
    replay->seen[label]++;
    if (place == replay->capacity) {
        place = place_for(replay, label_count, label);
    } else {
        replay->count++;
    }
    if (place < replay->capacity) {
        memcpy(replay->features + (size_t)place * replay->width, features, replay->width);
        replay->labels[place] = (uint16_t)label;
    }
}

THIMBLE_SHARED
uint32_t thimble_replay_pick(thimble_replay_data *replay)
{
    return below(replay, replay->count);
}
