/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Causal depthwise convolution on Helium (docs/numerics.md, section 5). Sixteen input channels at a time are
 * transposed, so that a channel's rows lie side by side: a filter of 32 taps stays in two registers while its window
 * moves from row to row, and an output is two loads and two VMLADAVA. Longer filters take 32 taps after 32.
 *
 * Scratch: sixteen channels of 64 rows twice, interleaved and transposed; the first also for the sums of further taps.
 */
#include "thimble/kernels.h"
#include "transpose.h"

/* Rows that are computed at a time. */
#define ROWS 16u
/* Taps that are multiplied at a time. */
#define BLOCK 32u
/* Channels whose sums wait to be requantised, and how many of them are at a time. */
#define CHANNELS THIMBLE_TRANSPOSED
#define EIGHT 8u

/* Taps that are multiplied at a time, for up to 16 rows. */
typedef struct {
    uint32_t tap;   /* the first of them */
    uint32_t taps;  /* 1 ... 32 */
    uint32_t first; /* row */
    uint32_t rows;  /* 1 ... 16 */
} window_t;

#if THIMBLE_MVE
/* A row's sum: the window begins at a byte of the channel. */
#define ROW(sum, at) \
    "vldrb.8 q2, [r1, #" at "]\n vmladav.s8 " sum ", q0, q2\n" \
    "vldrb.8 q3, [r1, #" at " + 16]\n vmladava.s8 " sum ", q1, q3\n"
#define EIGHT_ROWS(at) \
    ROW("r0", at) ROW("r2", at " + 1") ROW("r4", at " + 2") ROW("r6", at " + 3") ROW("r8", at " + 4") \
    ROW("r10", at " + 5") ROW("r12", at " + 6") ROW("lr", at " + 7") \
    "stm r3!, {r0, r2, r4, r6, r8, r10, r12, lr}\n"

/* `count` filters of 32 taps, 16 sums for each; their windows begin `step` bytes after each other. */
#define DEFINE_FILTERS(name, number, rows) \
    static THIMBLE_NO_FRAME void name(const int8_t *weight, const uint8_t *windows, uint32_t step, uint32_t count, \
                                      int32_t *sums) \
    { \
        register const uint8_t *w __asm__("r1") = windows; \
        register int32_t *to __asm__("r3") = sums; \
        register const int8_t *filter __asm__("r5") = weight; \
        register uint32_t distance __asm__("r7") = step; \
        register uint32_t left __asm__("r11") = count; \
        __asm__ volatile("1: vldrb.8 q0, [r5], #16\n vldrb.8 q1, [r5], #16\n" rows \
                         "add r1, r1, r7\n subs r11, r11, #1\n bne 1b\n" \
                         : "+r"(w), "+r"(to), "+r"(filter), "+r"(left) \
                         : "r"(distance) \
                         : "r0", "r2", "r4", "r6", "r8", "r10", "r12", "lr", "cc", "memory", "q0", "q1", "q2", "q3"); \
    }
#else
#define DEFINE_FILTERS(name, number, rows) \
    static void name(const int8_t *weight, const uint8_t *windows, uint32_t step, uint32_t count, int32_t *sums) \
    { \
        for (uint32_t i = 0; i < count * (number); i++) { \
            const uint8_t *const window = windows + (size_t)(i / (number)) * step + i % (number); \
            int32_t sum = 0; \
            for (uint32_t tap = 0; tap < BLOCK; tap++) { \
                sum += weight[i / (number) * BLOCK + tap] * (int8_t)window[tap]; \
            } \
            sums[i / (number) * ROWS + i % (number)] = sum; \
        } \
    }
#endif

DEFINE_FILTERS(filters_8, 8u, EIGHT_ROWS("0") "add r3, r3, #32\n")
DEFINE_FILTERS(filters_16, ROWS, EIGHT_ROWS("0") EIGHT_ROWS("8"))

/* Row numbers have this added so that they are positive: a multiple of four, `taps` or more. */
static uint32_t added(const thimble_convolution_data *p)
{
    return (p->taps + 3u) / 4u * 4u;
}

/* The row that the window's first tap meets in its first row. */
static uint32_t oldest(const thimble_convolution_data *p, const window_t *w)
{
    return w->first + added(p) + w->tap + 1u - p->taps;
}

/* Where a window begins: fours of rows are transposed together, those that are zeros, before the first row, as well. */
static uint32_t window_start(const thimble_convolution_data *p, const window_t *w)
{
    return oldest(p, w) % 4u;
}

/* Transposes the rows of a window for up to 16 channels from x on; returns where it begins. */
static uint32_t transpose(const thimble_convolution_data *p, const int8_t *x, const window_t *w, uint32_t channels,
                          uint8_t *scratch)
{
    const uint32_t start = window_start(p, w);
    const uint32_t from = oldest(p, w) - start;
    const uint32_t rows = start + w->taps - 1u + w->rows;
    const uint32_t missing = from < added(p) ? thimble_lesser(added(p) - from, (rows + 3u) / 4u * 4u) : 0;
    if (missing != 0) {
        memset(scratch, 0, (size_t)THIMBLE_TRANSPOSED * missing);
    }
    if (rows > missing) {
        const int8_t *const there = x + (size_t)(from + missing - added(p)) * p->inputs;
        thimble_interleave_rows(there, p->inputs, rows - missing, channels,
                                scratch + (size_t)THIMBLE_TRANSPOSED * missing);
    }
    thimble_gather_columns(scratch, (rows + 15u) / 16u, scratch + THIMBLE_TRANSPOSED * THIMBLE_TRANSPOSED_ROWS);
    return start;
}

/* The filters of up to 16 output channels: BLOCK taps each, zeros where a filter has none. */
static const int8_t *filters_of(const thimble_convolution_data *p, const window_t *w, uint32_t column, uint32_t columns,
                                int8_t *padded)
{
    const int8_t *weight = p->weight + (size_t)column * p->taps + w->tap;
    if (p->taps == BLOCK) {
        return weight;
    }
    memset(padded, 0, (size_t)CHANNELS * BLOCK);
    for (uint32_t i = 0; i < columns; i++) {
        memcpy(padded + (size_t)i * BLOCK, weight, w->taps);
        weight += p->taps;
    }
    return padded;
}

/* The sums of up to 16 output channels over a window of the channels from `channel` on, 16 for each. */
static void filter(const thimble_convolution_data *p, const window_t *w, uint32_t column, uint32_t columns,
                   const uint8_t *windows, uint32_t channel, int32_t *sums)
{
    int8_t padded[CHANNELS * BLOCK];
    const int8_t *weight = filters_of(p, w, column, columns, padded);
    const uint32_t group = p->outputs / p->inputs;
    const uint32_t many = group == 1u ? columns : 1u;
    for (uint32_t i = 0; i < columns; i += many) {
        const uint8_t *const window = windows + (size_t)((column + i) / group - channel) * THIMBLE_TRANSPOSED_ROWS;
        if (w->rows > 8u) {
            filters_16(weight, window, THIMBLE_TRANSPOSED_ROWS, many, sums);
        } else {
            filters_8(weight, window, THIMBLE_TRANSPOSED_ROWS, many, sums);
        }
        weight += (size_t)many * BLOCK;
        sums += many * ROWS;
    }
}

/* Adds the sums of further taps for `rows` rows of each channel. */
static void add_sums(int32_t *sums, const int32_t *more, uint32_t columns, uint32_t rows)
{
    for (uint32_t i = 0; i < columns * ROWS; i++) {
        if (i % ROWS < rows) {
            sums[i] += more[i];
        }
    }
}

#if THIMBLE_MVE
/* Channels of even and odd number are apart until narrowing puts them side by side. */
#define REQUANTIZE(shifted) \
    "vidup.u32 q7, %0, #8\n vshl.i32 q7, q7, #4\n vadd.i32 q7, q7, %1\n" \
    "vld20.32 {q2, q3}, [%3]\n vld21.32 {q2, q3}, [%3]\n vld20.32 {q4, q5}, [%4]\n vld21.32 {q4, q5}, [%4]\n" \
    "dls lr, %7\n" \
    "1: vldrw.u32 q0, [q7, #4]!\n vadd.i32 q0, q0, q2\n vldrw.u32 q1, [q7, #64]\n vadd.i32 q1, q1, q3\n" \
    shifted("q0") shifted("q1") "vrmulh.s32 q0, q0, q4\n vrmulh.s32 q1, q1, q5\n" \
    "vqmovnb.s32 q0, q0\n vqmovnt.s32 q0, q1\n vqadd.s16 q0, q0, %6\n vqmovnb.s16 q0, q0\n" \
    "vstrb.16 q0, [%2]\n add %2, %2, %8\n le lr, 1b\n"
#define SHIFT(q) "vshl.s32 " q ", %5\n"
#define NOTHING(q)

#define DEFINE_STORE(name, shifted) \
    static THIMBLE_NO_FRAME void name(const thimble_convolution_data *p, uint32_t column, const int32_t *sums, \
                                      uint32_t rows, int8_t *y) \
    { \
        uint32_t from = 0; \
        __asm__ volatile(REQUANTIZE(shifted) \
                         : "+Te"(from), "+r"(sums), "+l"(y) \
                         : "r"(p->bias + column), "r"(p->multiplier + column), "r"(p->shift), "r"(p->zero_point), \
                           "r"(rows), "r"(p->outputs) \
                         : "lr", "memory", "q0", "q1", "q2", "q3", "q4", "q5", "q7"); \
    }

/* Eight output channels, from sums[1] on, and `rows` rows of them. */
DEFINE_STORE(scale, NOTHING)
DEFINE_STORE(shift, SHIFT)
#endif

/* The results of `rows` rows of up to 16 output channels from one on, whose sums are ROWS apart. */
static void store(const thimble_convolution_data *p, uint32_t column, uint32_t columns, const int32_t *sums,
                  uint32_t rows, int8_t *y)
{
    uint32_t done = 0;
#if THIMBLE_MVE
    for (; columns - done >= EIGHT; done += EIGHT) {
        const int32_t *const from = sums + (size_t)done * ROWS - 1;
        if (p->shift == 0) {
            scale(p, column + done, from, rows, y + done);
        } else {
            shift(p, column + done, from, rows, y + done);
        }
    }
#endif
    for (; done < columns; done++) {
        const int32_t bias = p->bias[column + done];
        const int32_t multiplier = p->multiplier[column + done];
        for (uint32_t row = 0; row < rows; row++) {
            const int32_t sum = sums[done * ROWS + row] + bias;
            y[(size_t)row * p->outputs + done] =
                thimble_saturate_8(thimble_requantized(sum, p->shift, multiplier, p->zero_point));
        }
    }
}

/* Up to 16 rows of up to 16 output channels, whose input channels are transposed from `channel` on. */
static void convolve_columns(const thimble_convolution_data *p, const int8_t *x, uint32_t first, uint32_t rows,
                             uint32_t channel, uint32_t column, uint8_t *scratch, int8_t *y)
{
    int32_t sums[CHANNELS * ROWS];
    const uint8_t *const transposed = scratch + THIMBLE_TRANSPOSED * THIMBLE_TRANSPOSED_ROWS;
    const uint32_t group = p->outputs / p->inputs;
    const uint32_t channels = thimble_lesser(p->inputs - channel, CHANNELS);
    const uint32_t columns = thimble_lesser((channel + channels) * group - column, CHANNELS);
    for (uint32_t tap = 0; tap < p->taps; tap += BLOCK) {
        const window_t w = {tap, thimble_lesser(p->taps - tap, BLOCK), first, rows};
        /* What is transposed serves all output channels where the filters are short. */
        const int fresh = p->taps > BLOCK || column == channel * group;
        const uint32_t from = fresh ? transpose(p, x + channel, &w, channels, scratch) : window_start(p, &w);
        if (tap == 0) {
            filter(p, &w, column, columns, transposed + from, channel, sums);
        } else {
            /* What was interleaved has been transposed. */
            int32_t *const more = (int32_t *)(void *)scratch;
            filter(p, &w, column, columns, transposed + from, channel, more);
            add_sums(sums, more, columns, rows);
        }
    }
    store(p, column, columns, sums, rows, y);
}

THIMBLE_SHARED
void thimble_convolution_s8(const thimble_convolution_data *p, const int8_t *x, uint32_t first, uint32_t rows,
                            void *scratch, int8_t *y)
{
    const uint32_t end = first + rows;
    const uint32_t group = p->outputs / p->inputs;
    for (; first < end; first += ROWS) {
        const uint32_t here = thimble_lesser(end - first, ROWS);
        for (uint32_t channel = 0; channel < p->inputs; channel += CHANNELS) {
            const uint32_t next = thimble_lesser(channel + CHANNELS, p->inputs) * group;
            for (uint32_t column = channel * group; column < next; column += CHANNELS) {
                convolve_columns(p, x, first, here, channel, column, (uint8_t *)scratch, y + column);
            }
        }
        y += (size_t)ROWS * p->outputs;
    }
}
