/* A stand-in for a model: it adds up ids. */
#ifndef FAKE_H
#define FAKE_H

#include <stddef.h>
#include <stdint.h>

#define FAKE_LABELS 3u
#define FAKE_MAX_IDS 512u

/* logits: the sum of the ids, its negative, and the number of ids. */
void fake_sum(const uint16_t *ids, size_t n, int32_t *logits);

/* Two executed instructions for each of n rounds on a Cortex-M, n at least 1. */
void fake_spin(uint32_t n);

#endif
