/* SPDX-License-Identifier: Apache-2.0 */
/* Element-wise operators on Helium (docs/numerics.md, section 8). */
#include "exact_sums.h"
#include "mve.h"
#include "thimble/kernels.h"

/* Sums are built up for this many values at a time, on the stack. */
#define CHUNK 128u

/* The table is read by a gather, sixteen at a time: a byte each cycle on the core, as scalar loads without the rest. */
THIMBLE_SHARED
void thimble_lookup_s8(const int8_t *table, const int8_t *x, size_t count, int8_t *y)
{
#if THIMBLE_MVE
    __asm__ volatile("vmov.i8 q1, #0x80\n wlstp.8 lr, %3, 2f\n"
                     "1: vldrb.8 q0, [%0], #16\n veor q0, q0, q1\n vldrb.u8 q2, [%2, q0]\n vstrb.8 q2, [%1], #16\n"
                     "letp lr, 1b\n2:\n"
                     : "+r"(x), "+r"(y)
                     : "r"(table), "r"(count)
                     : "lr", "memory", "q0", "q1", "q2");
#else
    for (size_t i = 0; i < count; i++) {
        y[i] = table[x[i] + 128];
    }
#endif
}

/* Two terms as mul_high(x * factor + offset, multiplier), where x * factor + offset is (x - zero point) << shift. */
typedef struct {
    int32_t factor[2];
    int32_t multiplier[2];
    int32_t offset[2];
    int32_t zero_point;
} pair_t;

#if THIMBLE_MVE
#define LOAD_8(q, x) "vldrb.s32 " q ", [" x "], #4\n"
#define LOAD_16(q, x) "vldrh.s32 " q ", [" x "], #8\n"
#define STORE_8 "vqmovnb.s32 q0, q0\n vqmovnb.s16 q0, q0\n vstrb.32 q0, [%2], #4\n"
#define STORE_16 "vqmovnb.s32 q0, q0\n vstrh.32 q0, [%2], #8\n"

#define DEFINE_PAIR(name, a_t, b_t, y_t, saturate, load_a, load_b, store) \
    static void name(const pair_t *p, const void *a, const void *b, size_t count, void *y) \
    { \
        __asm__ volatile("ldr lr, [%3]\n vdup.32 q2, lr\n ldr lr, [%3, #4]\n vdup.32 q3, lr\n" \
                         "ldr lr, [%3, #8]\n vdup.32 q4, lr\n ldr lr, [%3, #12]\n vdup.32 q5, lr\n" \
                         "wlstp.32 lr, %7, 2f\n" \
                         "1:\n" load_a("q0", "%0") "vmlas.u32 q0, q2, %4\n" \
                         load_b("q1", "%1") "vrmulh.s32 q0, q0, q4\n vmlas.u32 q1, q3, %5\n" \
                         "vadd.i32 q0, q0, %6\n vrmulh.s32 q1, q1, q5\n vadd.i32 q0, q0, q1\n" \
                         store "letp lr, 1b\n2:\n" \
                         : "+l"(a), "+l"(b), "+l"(y) \
                         : "r"(p), "r"(p->offset[0]), "r"(p->offset[1]), "r"(p->zero_point), "r"(count) \
                         : "lr", "memory", "q0", "q1", "q2", "q3", "q4", "q5"); \
    }
#else
#define DEFINE_PAIR(name, a_t, b_t, y_t, saturate, load_a, load_b, store) \
    static void name(const pair_t *p, const void *a, const void *b, size_t count, void *y) \
    { \
        for (size_t i = 0; i < count; i++) { \
            const int32_t left = ((const a_t *)a)[i] * p->factor[0] + p->offset[0]; \
            const int32_t right = ((const b_t *)b)[i] * p->factor[1] + p->offset[1]; \
            int32_t sum = thimble_mul_high_add(left, p->multiplier[0], p->zero_point); \
            sum = thimble_mul_high_add(right, p->multiplier[1], sum); \
            ((y_t *)y)[i] = saturate(sum); \
        } \
    }
#endif

DEFINE_PAIR(pair_8_8_8, int8_t, int8_t, int8_t, thimble_saturate_8, LOAD_8, LOAD_8, STORE_8)
DEFINE_PAIR(pair_8_16_8, int8_t, int16_t, int8_t, thimble_saturate_8, LOAD_8, LOAD_16, STORE_8)
DEFINE_PAIR(pair_16_16_8, int16_t, int16_t, int8_t, thimble_saturate_8, LOAD_16, LOAD_16, STORE_8)
DEFINE_PAIR(pair_8_8_16, int8_t, int8_t, int16_t, thimble_saturate_16, LOAD_8, LOAD_8, STORE_16)
DEFINE_PAIR(pair_8_16_16, int8_t, int16_t, int16_t, thimble_saturate_16, LOAD_8, LOAD_16, STORE_16)
DEFINE_PAIR(pair_16_16_16, int16_t, int16_t, int16_t, thimble_saturate_16, LOAD_16, LOAD_16, STORE_16)

#define DEFINE_EITHER(name, name_8, name_16) \
    static void name(const pair_t *p, const void *a, const void *b, size_t count, void *y, uint32_t y_bits) \
    { \
        if (y_bits == 8u) { \
            name_8(p, a, b, count, y); \
        } else { \
            name_16(p, a, b, count, y); \
        } \
    }

DEFINE_EITHER(pair_8_8, pair_8_8_8, pair_8_8_16)
DEFINE_EITHER(pair_8_16, pair_8_16_8, pair_8_16_16)
DEFINE_EITHER(pair_16_16, pair_16_16_8, pair_16_16_16)

/* A term's values from one on. */
static const void *values_from(const thimble_term_data *term, const void *x, size_t first)
{
    return (const int8_t *)x + first * (term->bits / 8u);
}

/* The two terms, those of 8 bits first, for `count` values from `from` on. */
static void add_pair(const thimble_add_data *p, const void *const *x, size_t from, size_t count, void *y,
                     uint32_t y_bits)
{
    const uint32_t first = p->terms[0].bits == 16u && p->terms[1].bits == 8u ? 1u : 0u;
    const thimble_term_data *const s = &p->terms[first];
    const thimble_term_data *const t = &p->terms[1u - first];
    const pair_t pair = {
        {(int32_t)(UINT32_C(1) << s->shift), (int32_t)(UINT32_C(1) << t->shift)},
        {s->multiplier, t->multiplier},
        {-thimble_shift_left(s->zero_point, s->shift), -thimble_shift_left(t->zero_point, t->shift)},
        p->zero_point};
    const void *const a = values_from(s, x[first], from);
    const void *const b = values_from(t, x[1u - first], from);
    if (t->bits == 8u) {
        pair_8_8(&pair, a, b, count, y, y_bits);
    } else if (s->bits == 8u) {
        pair_8_16(&pair, a, b, count, y, y_bits);
    } else {
        pair_16_16(&pair, a, b, count, y, y_bits);
    }
}

#if THIMBLE_MVE
#define DEFINE_TERM(name, x_t, load) \
    static void name(const thimble_term_data *term, const void *x, uint32_t count, int32_t *sums) \
    { \
        __asm__ volatile("vdup.32 q2, %4\n dlstp.32 lr, %5\n" \
                         "1:\n" load("q0", "%0") \
                         "vsub.i32 q0, q0, %2\n vldrw.32 q1, [%1]\n vshl.s32 q0, %3\n vrmulh.s32 q0, q0, q2\n" \
                         "vadd.i32 q0, q0, q1\n vstrw.32 q0, [%1], #16\n letp lr, 1b\n" \
                         : "+l"(x), "+r"(sums) \
                         : "r"(term->zero_point), "r"(term->shift), "r"(term->multiplier), "r"(count) \
                         : "lr", "memory", "q0", "q1", "q2"); \
    }
#define DEFINE_STORE(name, y_t, saturate, store) \
    static void name(const int32_t *sums, uint32_t count, y_t *y) \
    { \
        __asm__ volatile("dlstp.32 lr, %1\n" \
                         "1: vldrw.32 q0, [%0], #16\n" store "letp lr, 1b\n" \
                         : "+r"(sums), "+r"(count), "+l"(y) \
                         : \
                         : "lr", "memory", "q0"); \
    }
#else
#define DEFINE_TERM(name, x_t, load) \
    static void name(const thimble_term_data *term, const void *x, uint32_t count, int32_t *sums) \
    { \
        for (uint32_t i = 0; i < count; i++) { \
            const int32_t value = ((const x_t *)x)[i] - term->zero_point; \
            sums[i] = thimble_mul_high_add(thimble_shift_left(value, term->shift), term->multiplier, sums[i]); \
        } \
    }
#define DEFINE_STORE(name, y_t, saturate, store) \
    static void name(const int32_t *sums, uint32_t count, y_t *y) \
    { \
        for (uint32_t i = 0; i < count; i++) { \
            y[i] = saturate(sums[i]); \
        } \
    }
#endif

DEFINE_TERM(plus_term_8, int8_t, LOAD_8)
DEFINE_TERM(plus_term_16, int16_t, LOAD_16)
DEFINE_STORE(store_8, int8_t, thimble_saturate_8, STORE_8)
DEFINE_STORE(store_16, int16_t, thimble_saturate_16, STORE_16)

/* The sums of any number of terms for values first ... first + count - 1. */
static void sum_terms(const thimble_add_data *p, const void *const *x, size_t first, uint32_t count, int32_t *sums)
{
    for (uint32_t i = 0; i < count; i++) {
        sums[i] = p->zero_point;
    }
    for (uint32_t term = 0; term < p->term_count; term++) {
        if (p->terms[term].bits == 8u) {
            plus_term_8(&p->terms[term], (const int8_t *)x[term] + first, count, sums);
        } else {
            plus_term_16(&p->terms[term], (const int16_t *)x[term] + first, count, sums);
        }
    }
}

THIMBLE_SHARED
void thimble_add_s8(const thimble_add_data *p, const void *const *x, size_t count, int8_t *y)
{
    int32_t sums[CHUNK];
    if (p->term_count == 2u) {
        add_pair(p, x, 0, count, y, 8u);
        return;
    }
    for (size_t first = 0; first < count; first += CHUNK) {
        const uint32_t here = count - first < CHUNK ? (uint32_t)(count - first) : CHUNK;
        sum_terms(p, x, first, here, sums);
        store_8(sums, here, y + first);
    }
}

THIMBLE_SHARED
void thimble_add_s16(const thimble_add_data *p, const void *const *x, size_t count, int16_t *y)
{
    int32_t sums[CHUNK];
    size_t first = thimble_add_exactly(p, x, count, y);
    if (p->term_count == 2u) {
        add_pair(p, x, first, count - first, y + first, 16u);
        return;
    }
    for (; first < count; first += CHUNK) {
        const uint32_t here = count - first < CHUNK ? (uint32_t)(count - first) : CHUNK;
        sum_terms(p, x, first, here, sums);
        store_16(sums, here, y + first);
    }
}
