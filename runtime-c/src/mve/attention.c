/*
 * softmax(q . k^T) . v on Helium (docs/numerics.md, section 7): sixteen query rows at a time, so that turning the
 * columns of v is shared by many.
 *
 * Scratch, where T is `tokens` rounded up to a multiple of 16:
 *
 *   16 T bytes   the weights of the query rows, a row each
 *   16 T bytes   the scores of two query rows, words; then sixteen columns of v
 */
#include "dot.h"
#include "softmax.h"
#include "thimble/kernels.h"
#include "turn.h"

#define ROWS 16u

THIMBLE_DEFINE_DOTS(score, int8_t, "s8")
THIMBLE_DEFINE_DOTS(mix, uint8_t, "u8")

/* The largest of `count` scores. */
static int32_t largest_of(const int32_t *scores, uint32_t count)
{
    int32_t largest = INT32_MIN;
#if THIMBLE_MVE
    __asm__ volatile("dlstp.32 lr, %2\n"
                     "1: vldrw.32 q0, [%0], #16\n vmaxv.s32 %1, q0\n letp lr, 1b\n"
                     : "+r"(scores), "+r"(largest)
                     : "r"(count)
                     : "lr", "memory", "q0");
#else
    for (uint32_t i = 0; i < count; i++) {
        largest = scores[i] > largest ? scores[i] : largest;
    }
#endif
    return largest;
}

/* The weights of scores, round(255 * 2^(-t / 256)), half up, as in the portable kernel; returns their sum. */
static THIMBLE_NO_FRAME uint32_t weigh(const thimble_attention_t *p, const int32_t *scores, uint32_t count,
                                       uint8_t *weights)
{
    const int32_t largest = largest_of(scores, count);
    uint32_t sum = 0;
#if THIMBLE_MVE
    __asm__ volatile("vdup.32 q2, %4\n vdup.32 q3, %5\n vmov.i32 q4, #15\n vmov.i32 q5, #255\n vmvn.i32 q6, #7\n"
                     "dlstp.32 lr, %7\n"
                     "1: vldrw.32 q0, [%0], #16\n vsub.i32 q0, q2, q0\n vshl.s32 q0, %3\n vrmulh.s32 q0, q0, q3\n"
                     "vand q1, q0, q5\n vshr.u32 q0, q0, #8\n vmin.u32 q0, q0, q4\n"
                     "vldrh.u32 q7, [%6, q1, uxtw #1]\n vsub.i32 q0, q6, q0\n vrshl.u32 q0, q7, q0\n"
                     "vstrb.32 q0, [%1], #4\n vaddva.u32 %2, q0\n letp lr, 1b\n"
                     : "+r"(scores), "+l"(weights), "+Te"(sum)
                     : "r"(p->exponent_shift), "r"(largest), "r"(p->exponent_multiplier), "r"(thimble_exp2), "r"(count)
                     : "lr", "memory", "q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7");
#else
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t weight = thimble_weight(p, largest, scores[i]);
        weights[i] = (uint8_t)weight;
        sum += weight;
    }
#endif
    return sum;
}

/* How the weighted sums of a row become results. */
typedef struct {
    int32_t offset; /* added to a sum: -128 times the sum of weights, for what is summed is v + 128 */
    int32_t multiplier;
} row_t;

/* Up to 16 results of one row. */
static void store(const thimble_attention_t *p, const row_t *row, const int32_t *sums, uint32_t count, int8_t *y)
{
#if THIMBLE_MVE
    __asm__ volatile("vdup.32 q1, %4\n dlstp.32 lr, %6\n"
                     "1: vldrw.32 q0, [%0], #16\n vadd.i32 q0, q0, %2\n vshl.s32 q0, %3\n vrmulh.s32 q0, q0, q1\n"
                     "vadd.i32 q0, q0, %5\n vqmovnb.s32 q0, q0\n vqmovnb.s16 q0, q0\n vstrb.32 q0, [%1], #4\n"
                     "letp lr, 1b\n"
                     : "+r"(sums), "+l"(y)
                     : "r"(row->offset), "r"(p->shift), "r"(row->multiplier), "r"(p->zero_point), "r"(count)
                     : "lr", "memory", "q0", "q1");
#else
    for (uint32_t i = 0; i < count; i++) {
        const int32_t sum = sums[i] + row->offset;
        y[i] = thimble_saturate_8(thimble_requantized(sum, p->shift, row->multiplier, p->zero_point));
    }
#endif
}

/* The weights of up to 16 query rows, `stride` bytes apart. */
static void weigh_rows(const thimble_attention_t *p, const int8_t *q, uint32_t rows, const int8_t *k, uint32_t tokens,
                       uint8_t *weights, uint32_t stride, row_t *row)
{
    int32_t *const scores = (int32_t *)(void *)(weights + (size_t)ROWS * stride);
    for (uint32_t first = 0; first < rows; first += 2u) {
        const uint32_t here = thimble_lesser(rows - first, 2u);
        score(q, p->width, here, k, p->width, tokens, p->width / p->heads, scores, stride);
        for (uint32_t i = 0; i < here; i++) {
            const uint32_t total = weigh(p, scores + (size_t)i * stride, tokens, weights);
            row->offset = -128 * (int32_t)total;
            row->multiplier = (int32_t)(p->numerator / total);
            weights += stride;
            row++;
        }
        q += 2u * (size_t)p->width;
    }
}

/* The results of up to 16 query rows in up to 16 columns. */
static void mix_rows(const thimble_attention_t *p, const uint8_t *weights, uint32_t stride, uint32_t rows,
                     uint32_t columns, uint32_t tokens, const row_t *row, int8_t *y)
{
    const uint8_t *const turned = weights + (size_t)ROWS * stride;
    for (uint32_t first = 0; first < rows; first += 2u) {
        const uint32_t here = thimble_lesser(rows - first, 2u);
        int32_t sums[2u * THIMBLE_TURNED];
        mix(weights, stride, here, turned, stride, columns, tokens, sums, THIMBLE_TURNED);
        for (uint32_t i = 0; i < here; i++) {
            store(p, row, sums + (size_t)i * THIMBLE_TURNED, columns, y);
            y += p->width;
            row++;
        }
        weights += 2u * (size_t)stride;
    }
}

/* Up to 16 query rows, one head. */
static void attend(const thimble_attention_t *p, const int8_t *q, uint32_t rows, const int8_t *k, const int8_t *v,
                   uint32_t tokens, uint8_t *weights, int8_t *y)
{
    const uint32_t head_width = p->width / p->heads;
    const uint32_t stride = (tokens + 15u) / 16u * 16u;
    row_t row[ROWS];
    weigh_rows(p, q, rows, k, tokens, weights, stride, row);
    for (uint32_t column = 0; column < head_width; column += THIMBLE_TURNED) {
        const uint32_t columns = thimble_lesser(head_width - column, THIMBLE_TURNED);
        thimble_turn(v + column, p->width, tokens, columns, 128u, weights + (size_t)ROWS * stride, stride);
        mix_rows(p, weights, stride, rows, columns, tokens, row, y + column);
    }
}

void thimble_attention_s8(const thimble_attention_t *p, const int8_t *q, uint32_t rows, const int8_t *k,
                          const int8_t *v, uint32_t tokens, void *scratch, int8_t *y)
{
    const uint32_t head_width = p->width / p->heads;
    for (uint32_t first = 0; first < rows; first += ROWS) {
        const uint32_t here = thimble_lesser(rows - first, ROWS);
        for (uint32_t from = 0; from < p->width; from += head_width) {
            attend(p, q + from, here, k + from, v + from, tokens, (uint8_t *)scratch, y + from);
        }
        q += (size_t)ROWS * p->width;
        y += (size_t)ROWS * p->width;
    }
}
