/* A hand-written application for the tests of the line protocol. Some ids make it misbehave. */
#define _POSIX_C_SOURCE 200112L
#include "thimble_app.h"

#include <string.h>
#include <time.h>

#include "fake.h"

#define ID_SPIN 7u       /* followed by the number of rounds */
#define ID_LONG_SPIN 8u  /* the same, 32,768 times as many */
#define ID_REFUSED 9999u /* an error of the model */
#define ID_FAULT 10000u  /* an access outside of every memory */
#define ID_HANG 10001u   /* never an answer */

static uint16_t seen[FAKE_MAX_IDS];
static int32_t logits[FAKE_LABELS];

/* A second model, to be told from the first, answers with the opposite logits. */
size_t thimble_app_models(void)
{
    return 2;
}

const char *thimble_app_name(size_t model)
{
    return model == 0u ? "fake" : "ekaf";
}

/* On the host it sleeps, so that whatever runs beside it has the processor. */
static void hang(void)
{
    for (;;) {
#if defined(__arm__) || defined(__riscv)
        fake_spin(1000u);
#else
        const struct timespec second = {1, 0};
        (void)nanosleep(&second, NULL);
#endif
    }
}

static void misbehave(uint16_t id)
{
    if (id == ID_FAULT) {
        *(volatile uint32_t *)(uintptr_t)0x5F000000u = 1u;
    }
    if (id == ID_HANG) {
        hang();
    }
}

static int finish(size_t model, size_t n, int truncated, thimble_app_answer_t *out)
{
    size_t at;
    fake_sum(seen, n, logits);
    for (at = 0; model == 1u && at < FAKE_LABELS; at++) {
        logits[at] = -logits[at];
    }
#ifdef THIMBLE_TRACE
    thimble_trace("seen", 0, (uint32_t)n, 16, seen);
    thimble_trace("logits", 0, FAKE_LABELS, 32, logits);
#endif
    out->status = 0;
    /* Without a division, which takes some sums longer on cores that have no instruction for it. */
    out->label = (uint16_t)((uint32_t)logits[0] & 1u);
    out->truncated = truncated;
    out->n_ids = n;
    out->ids = seen;
    out->n_logits = FAKE_LABELS;
    out->logits = logits;
    return 0;
}

int thimble_app_text(size_t model, const char *utf8, size_t len, thimble_app_answer_t *out)
{
    size_t n = len < FAKE_MAX_IDS ? len : FAKE_MAX_IDS;
    size_t at;
    for (at = 0; at < n; at++) {
        seen[at] = (uint8_t)utf8[at];
    }
    return finish(model, n, len > FAKE_MAX_IDS, out);
}

#ifdef THIMBLE_PROFILE
#define MARK(value, rows) thimble_profile(value, rows)
#else
#define MARK(value, rows) (void)0
#endif

int thimble_app_ids(size_t model, const uint16_t *ids, size_t n, thimble_app_answer_t *out)
{
    if (n == 0u || n > FAKE_MAX_IDS || ids[0] == ID_REFUSED) {
        out->status = 2;
        return out->status;
    }
    misbehave(ids[0]);
    MARK("(start)", 0);
    if (n == 2u && ids[0] == ID_SPIN) {
        fake_spin(ids[1]);
        MARK("spin", ids[1]);
    }
    if (n == 2u && ids[0] == ID_LONG_SPIN) {
        fake_spin((uint32_t)ids[1] << 15);
    }
    memcpy(seen, ids, n * sizeof *ids);
    return finish(model, n, 0, out);
}

uint32_t thimble_app_arena_size(size_t model)
{
    return model == 0u ? (uint32_t)sizeof seen : 2u * (uint32_t)sizeof seen;
}
