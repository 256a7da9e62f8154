/* SPDX-License-Identifier: Apache-2.0 */
/* softmax(q . k^T) . v on integers, one row and head at a time (docs/numerics.md, section 7). */
#include "softmax.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* Scores of one query row against all keys; returns the largest. */
static int32_t score_row(const int8_t *q, const int8_t *k, uint32_t head_width, uint32_t stride, uint32_t tokens,
                         int32_t *scores)
{
    int32_t largest = INT32_MIN;
    for (uint32_t j = 0; j < tokens; j++) {
        int32_t sum = 0;
        for (uint32_t i = 0; i < head_width; i++) {
            sum += q[i] * k[i];
        }
        k += stride;
        scores[j] = sum;
        largest = sum > largest ? sum : largest;
    }
    return largest;
}

/* Turns scores into weights of 0 ... 255 in the same memory, a byte each; returns their sum, 255 or more. */
static uint32_t softmax(const thimble_attention_data *p, int32_t *scores, uint32_t tokens, int32_t largest)
{
    uint8_t *const weights = (uint8_t *)scores;
    uint32_t sum = 0;
    for (uint32_t j = 0; j < tokens; j++) {
        const uint32_t weight = thimble_weight(p, largest, scores[j]);
        weights[j] = (uint8_t)weight;
        sum += weight;
    }
    return sum;
}

static void mix(const thimble_attention_data *p, const uint8_t *weights, uint32_t total, const int8_t *v,
                uint32_t head_width, uint32_t tokens, int8_t *y)
{
    const int32_t multiplier = (int32_t)(p->numerator / total);
    for (uint32_t i = 0; i < head_width; i++) {
        const int8_t *column = v + i;
        int32_t sum = 0;
        for (uint32_t j = 0; j < tokens; j++) {
            sum += weights[j] * *column;
            column += p->width;
        }
        y[i] = thimble_saturate_8(thimble_requantized(sum, p->shift, multiplier, p->zero_point));
    }
}

THIMBLE_SHARED
void thimble_attention_s8(const thimble_attention_data *p, const int8_t *q, uint32_t rows, const int8_t *k,
                          const int8_t *v, uint32_t tokens, void *scratch, int8_t *y)
{
    int32_t *const scores = (int32_t *)scratch;
    const uint32_t head_width = p->width / p->heads;
    for (uint32_t row = 0; row < rows; row++) {
        for (uint32_t head = 0; head < p->heads; head++) {
            const uint32_t from = head * head_width;
            const int32_t largest = score_row(q + from, k + from, head_width, p->width, tokens, scores);
            const uint32_t total = softmax(p, scores, tokens, largest);
            mix(p, (const uint8_t *)scores, total, v + from, head_width, tokens, y + from);
        }
        q += p->width;
        y += p->width;
    }
}
