/*
 * Causal depthwise convolution on the DSP extension (docs/numerics.md, section 5).
 *
 * The window of an input channel for four output rows is gathered once, as words of the values (i, i + 2). So a quad of
 * taps, taken apart by SXTB16 into (0, 2) and (1, 3), meets row r of the window in words r and r + 1, and one LDM of
 * four words serves all four rows: 13 instructions for 16 multiply-accumulates.
 *
 * Scratch: four windows of 4 * Q(taps) + 3 words.
 */
#include "dot.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* Words of one window. */
static inline uint32_t window_words(uint32_t taps)
{
    return 4u * thimble_quads(taps) + 3u;
}

/* Values of up to four channels as they are read, bytes 0 and 2 and bytes 1 and 3 widened. */
typedef struct {
    uint32_t even;
    uint32_t odd;
} four_channels_t;

THIMBLE_INLINED four_channels_t load_channels(const int8_t *x, uint32_t channels)
{
    const uint32_t word = channels == 4u ? thimble_load_word(x) : thimble_load_bytes(x, channels);
    const four_channels_t values = {thimble_bytes_02(word), thimble_bytes_13(word)};
    return values;
}

/* Word i of the four windows: the values of rows i and i + 2. */
THIMBLE_INLINED void store_words(uint32_t *window, uint32_t words, four_channels_t a, four_channels_t c)
{
    window[0] = thimble_lower_halves(a.even, c.even);
    window += words;
    window[0] = thimble_lower_halves(a.odd, c.odd);
    window += words;
    window[0] = thimble_upper_halves(a.even, c.even);
    window += words;
    window[0] = thimble_upper_halves(a.odd, c.odd);
}

/*
 * Gathers four windows: word i is rows (from + i - 2, from + i) of a channel, where what lies before row 0 or from row
 * `end` on is zero. A quad of taps begins at word 2; the two words before it save the loop a beginning of its own.
 */
THIMBLE_INLINED void gather(const int8_t *x, uint32_t stride, uint32_t channels, int32_t from, uint32_t end,
                            uint32_t words, uint32_t *window)
{
    const four_channels_t zero = {0, 0};
    four_channels_t a = zero;
    four_channels_t b = zero;
    const uint32_t missing = from < 0 ? (uint32_t)-from : 0;
    const uint32_t first = from < 0 ? 0 : (uint32_t)from;
    const uint32_t last = missing + end - first < words ? missing + end - first : words;
    uint32_t i = 0;
    x += (size_t)first * stride;
    for (; i < missing && i < words; i++) {
        store_words(window++, words, zero, zero);
    }
    for (; i + 2u <= last; i += 2u) {
        const four_channels_t c = load_channels(x, channels);
        store_words(window, words, a, c);
        a = load_channels(x + stride, channels);
        store_words(window + 1, words, b, a);
        b = a;
        a = c;
        x += 2u * (size_t)stride;
        window += 2;
    }
    if (i < last) {
        const four_channels_t c = load_channels(x, channels);
        store_words(window++, words, a, c);
        a = b;
        b = c;
        i++;
    }
    for (; i < words; i++) {
        store_words(window++, words, a, zero);
        a = b;
        b = zero;
    }
}

/* Where a channel's filter has got to: sums of four rows, the window's next word and the words after it. */
typedef struct {
    int32_t s0;
    int32_t s1;
    int32_t s2;
    int32_t s3;
    uint32_t front;
    const uint32_t *window;
} filter_t;

/* One quad of taps. */
THIMBLE_INLINED filter_t convolve_quad(filter_t f, uint32_t word)
{
#if THIMBLE_DSP
    uint32_t t;
    __asm__ volatile("sxtb16 %[t], %[w]\n\t"
                     "sxtb16 %[w], %[w], ror #8\n\t"
                     "ldmia %[x]!, {r4, r5, r6, r8}\n\t"
                     "smlad %[s0], %[t], %[p0], %[s0]\n\t"
                     "smlad %[s1], %[t], r4, %[s1]\n\t"
                     "smlad %[s2], %[t], r5, %[s2]\n\t"
                     "smlad %[s3], %[t], r6, %[s3]\n\t"
                     "smlad %[s0], %[w], r4, %[s0]\n\t"
                     "smlad %[s1], %[w], r5, %[s1]\n\t"
                     "smlad %[s2], %[w], r6, %[s2]\n\t"
                     "smlad %[s3], %[w], r8, %[s3]\n\t"
                     "mov %[p0], r8\n\t"
                     : [s0] "+r"(f.s0), [s1] "+r"(f.s1), [s2] "+r"(f.s2), [s3] "+r"(f.s3), [x] "+r"(f.window),
                       [w] "+r"(word), [p0] "+r"(f.front), [t] "=&r"(t)
                     :
                     : "r4", "r5", "r6", "r8", "memory");
#else
    const uint32_t even = thimble_bytes_02(word);
    const uint32_t odd = thimble_bytes_13(word);
    const uint32_t *const w = f.window;
    f.s0 = thimble_dual_multiply_add(odd, w[0], thimble_dual_multiply_add(even, f.front, f.s0));
    f.s1 = thimble_dual_multiply_add(odd, w[1], thimble_dual_multiply_add(even, w[0], f.s1));
    f.s2 = thimble_dual_multiply_add(odd, w[2], thimble_dual_multiply_add(even, w[1], f.s2));
    f.s3 = thimble_dual_multiply_add(odd, w[3], thimble_dual_multiply_add(even, w[2], f.s3));
    f.front = w[3];
    f.window = w + 4;
#endif
    return f;
}

/* A channel's filter over its window, from `sum` on. */
THIMBLE_INLINED filter_t convolve(const uint32_t *window, const int8_t *weight, uint32_t taps, int32_t sum)
{
    const int8_t *const end = weight + (taps & ~3u);
    filter_t f = {sum, sum, sum, sum, window[0], window + 1};
    for (; weight != end; weight += 4) {
        f = convolve_quad(f, thimble_load_word(weight));
    }
    return taps % 4u == 0 ? f : convolve_quad(f, thimble_load_bytes(weight, taps % 4u));
}

THIMBLE_INLINED int8_t requantized(const thimble_convolution_t *p, int32_t sum, int32_t multiplier)
{
    return thimble_saturate_8(thimble_mul_high_add(thimble_shift_left(sum, p->shift), multiplier, p->zero_point));
}

/* One output channel of up to four rows. */
THIMBLE_INLINED void channel(const thimble_convolution_t *p, const uint32_t *window, uint32_t column, uint32_t rows,
                             int8_t *y)
{
    const int32_t multiplier = p->multiplier[column];
    const filter_t f = convolve(window, p->weight + (size_t)column * p->taps, p->taps, p->bias[column]);
    y += column;
    y[0] = requantized(p, f.s0, multiplier);
    if (rows > 1u) {
        y[p->outputs] = requantized(p, f.s1, multiplier);
    }
    if (rows > 2u) {
        y[2u * p->outputs] = requantized(p, f.s2, multiplier);
    }
    if (rows > 3u) {
        y[3u * p->outputs] = requantized(p, f.s3, multiplier);
    }
}

/* Up to four rows of all output channels. */
static void block(const thimble_convolution_t *p, const int8_t *x, uint32_t first, uint32_t rows, uint32_t *windows,
                  int8_t *y)
{
    const thimble_convolution_t d = *p;
    const uint32_t group = d.outputs / d.inputs;
    const uint32_t words = window_words(p->taps);
    const int32_t from = (int32_t)first - (int32_t)p->taps + 1;
    uint32_t column = 0;
    for (uint32_t input = 0; input < p->inputs; input += 4u) {
        const uint32_t channels = p->inputs - input < 4u ? p->inputs - input : 4u;
        if (channels == 4u) {
            gather(x + input, p->inputs, 4u, from, first + rows, words, windows);
        } else {
            gather(x + input, p->inputs, channels, from, first + rows, words, windows);
        }
        const uint32_t *window = windows + 2;
        for (uint32_t i = 1; i <= channels * group; i++) {
            channel(&d, window, column++, rows, y);
            window += i % group == 0 ? words : 0;
        }
    }
}

void thimble_convolution_s8(const thimble_convolution_t *p, const int8_t *x, uint32_t first, uint32_t rows,
                            void *scratch, int8_t *y)
{
    for (uint32_t done = 0; done < rows; done += 4u) {
        const uint32_t here = rows - done < 4u ? rows - done : 4u;
        block(p, x, first + done, here, (uint32_t *)scratch, y);
        y += (size_t)here * p->outputs;
    }
}
