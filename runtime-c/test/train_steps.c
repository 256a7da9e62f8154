/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trains a model that is called "trained" for THIMBLE_STEPS steps on random sequences and labels, half of them before
 * there is another label, and prints what has become of its parameters, a line every hundred steps. Runs as the program
 * of a board (boards/_cortexm/startup_cortexm.c) or of the host.
 */
#include <string.h>

#include "board.h"
#include "console.h"
#include "protocol.h"
#include "sha256.h"
#include "trained_trainer.h"

#define LINE 100u

static thimble_trained_t context;
static thimble_trained_trainer_t trainer;
static union {
    uint64_t aligned;
    uint8_t bytes[THIMBLE_TRAINED_ARENA_BYTES];
} arena;
static uint32_t state = 1;

/* xorshift32 (Marsaglia, Xorshift RNGs, 2003), the upper half of its product with the bound. */
static uint32_t below(uint32_t bound)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return (uint32_t)(((uint64_t)state * bound) >> 32);
}

/* FNV-1a over the words of the parameters. */
static uint32_t digest(void)
{
    const int32_t *const parameters = thimble_trained_parameters(&trainer);
    uint32_t hash = 2166136261u;
    uint32_t i;
    for (i = 0; i < THIMBLE_TRAINED_PARAMETERS; i++) {
        hash = (hash ^ (uint32_t)parameters[i]) * 16777619u;
    }
    return hash;
}

static int learn(void)
{
    uint16_t ids[THIMBLE_TRAINED_MAX_TOKENS];
    const uint32_t count = 1u + below(THIMBLE_TRAINED_MAX_TOKENS);
    uint32_t i;
    for (i = 0; i < count; i++) {
        ids[i] = (uint16_t)below(THIMBLE_TRAINED_VOCABULARY);
    }
    return thimble_trained_learn_ids(&trainer, &context, ids, count,
                                     (uint16_t)below(thimble_trained_trained_labels(&trainer)));
}

/* In the middle half of the steps some matrices are held, where there are several. */
static void hold_at(uint32_t step)
{
#ifdef THIMBLE_HELD
    if (step == THIMBLE_STEPS / 4u) {
        thimble_trained_hold(&trainer, THIMBLE_HELD);
    } else if (step == THIMBLE_STEPS / 4u * 3u) {
        thimble_trained_hold(&trainer, 0);
    }
#else
    (void)step;
#endif
}

static void say(const char *what, uint32_t number)
{
    thimble_put_text(what);
    thimble_put_unsigned(number);
    thimble_end_line();
}

/* The image that it led to: its bytes and digest, and the same of what is read of it, in odd pieces. */
static void show_image(void)
{
    uint8_t expected[32];
    uint8_t digest_of_all[32];
    uint8_t bytes[37];
    thimble_sha256_t hash;
    uint32_t count = 0;
    uint32_t at;
    (void)thimble_trained_round(&trainer, &context, &count, expected);
    thimble_sha256_setup(&hash);
    for (at = 0; at < count; at += (uint32_t)sizeof bytes) {
        const uint32_t left = count - at < sizeof bytes ? count - at : (uint32_t)sizeof bytes;
        thimble_trained_rounded(&trainer, &context, at, bytes, left);
        thimble_sha256_update(&hash, bytes, left);
    }
    thimble_sha256_finish(&hash, digest_of_all);
    say("bytes ", count);
    for (at = 0; at < sizeof expected; at += 4u) {
        say("digest ", (uint32_t)expected[at] << 24 | (uint32_t)expected[at + 1u] << 16
                           | (uint32_t)expected[at + 2u] << 8 | expected[at + 3u]);
    }
    say("read as announced ", memcmp(expected, digest_of_all, sizeof expected) == 0);
}

void thimble_protocol_serve(void)
{
    const thimble_training_data how = {THIMBLE_RATE, THIMBLE_MOMENTUM, THIMBLE_DECAY, THIMBLE_REPLAYED, 7u};
    uint32_t step;
    int status = thimble_trained_init(&context, arena.bytes, sizeof arena.bytes);
    if (status == THIMBLE_OK) {
        status = thimble_trained_trainer_begin(&trainer, &context, &how);
    }
    say("begun ", digest());
    for (step = 1; step <= THIMBLE_STEPS && status == THIMBLE_OK; step++) {
        status = learn();
        if (step % LINE == 0) {
            say("trained ", digest());
        }
        if (step == THIMBLE_STEPS / 2u && status == THIMBLE_OK) {
            (void)thimble_trained_add_label(&trainer, "new");
        }
        hold_at(step);
    }
    say("status ", (uint32_t)status);
    show_image();
}
