/* Element-wise operators on Helium (docs/numerics.md, section 8). */
#include "mve.h"
#include "thimble/kernels.h"

/* Sums are built up for this many values at a time, on the stack. */
#define CHUNK 32u

/* The table is read by a gather, sixteen at a time: a byte each cycle on the core, as scalar loads without the rest. */
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

/* What is added, up to the sum of two terms: the first one's result and the result's zero point included. */
typedef struct {
    thimble_term_t term[2];
    int32_t zero_point;
} pair_t;

#if THIMBLE_MVE
#define LOAD_8(q, x) "vldrb.s32 " q ", [" x "], #4\n"
#define LOAD_16(q, x) "vldrh.s32 " q ", [" x "], #8\n"
#define STORE_8 "vqmovnb.s32 q0, q0\n vqmovnb.s16 q0, q0\n vstrb.32 q0, [%2], #4\n"
#define STORE_16 "vqmovnb.s32 q0, q0\n vstrh.32 q0, [%2], #8\n"

#define DEFINE_PAIR(name, a_t, b_t, y_t, saturate, load_a, load_b, store)                                         \
    static void name(const pair_t *p, const void *a, const void *b, size_t count, void *y)                       \
    {                                                                                                             \
        __asm__ volatile("vdup.32 q2, %8\n vdup.32 q3, %9\n wlstp.32 lr, %10, 2f\n"                               \
                         "1:\n" load_a("q0", "%0") load_b("q1", "%1")                                             \
                         "vsub.i32 q0, q0, %3\n vsub.i32 q1, q1, %4\n vshl.s32 q0, %5\n vshl.s32 q1, %6\n"        \
                         "vrmulh.s32 q0, q0, q2\n vrmulh.s32 q1, q1, q3\n"                                        \
                         "vadd.i32 q0, q0, %7\n vadd.i32 q0, q0, q1\n" store "letp lr, 1b\n2:\n"                  \
                         : "+l"(a), "+l"(b), "+l"(y)                                                              \
                         : "r"(p->term[0].zero_point), "r"(p->term[1].zero_point), "r"(p->term[0].shift),         \
                           "r"(p->term[1].shift), "r"(p->zero_point), "r"(p->term[0].multiplier),                 \
                           "r"(p->term[1].multiplier), "r"(count)                                                 \
                         : "lr", "memory", "q0", "q1", "q2", "q3");                                               \
    }
#else
#define DEFINE_PAIR(name, a_t, b_t, y_t, saturate, load_a, load_b, store)                                         \
    static void name(const pair_t *p, const void *a, const void *b, size_t count, void *y)                       \
    {                                                                                                             \
        for (size_t i = 0; i < count; i++) {                                                                      \
            const int32_t left = ((const a_t *)a)[i] - p->term[0].zero_point;                                     \
            const int32_t right = ((const b_t *)b)[i] - p->term[1].zero_point;                                    \
            int32_t sum = p->zero_point;                                                                          \
            sum += thimble_mul_high(thimble_shift_left(left, p->term[0].shift), p->term[0].multiplier);           \
            sum += thimble_mul_high(thimble_shift_left(right, p->term[1].shift), p->term[1].multiplier);          \
            ((y_t *)y)[i] = saturate(sum);                                                                        \
        }                                                                                                         \
    }
#endif

DEFINE_PAIR(pair_8_8_8, int8_t, int8_t, int8_t, thimble_saturate_8, LOAD_8, LOAD_8, STORE_8)
DEFINE_PAIR(pair_8_16_8, int8_t, int16_t, int8_t, thimble_saturate_8, LOAD_8, LOAD_16, STORE_8)
DEFINE_PAIR(pair_16_16_8, int16_t, int16_t, int8_t, thimble_saturate_8, LOAD_16, LOAD_16, STORE_8)
DEFINE_PAIR(pair_8_8_16, int8_t, int8_t, int16_t, thimble_saturate_16, LOAD_8, LOAD_8, STORE_16)
DEFINE_PAIR(pair_8_16_16, int8_t, int16_t, int16_t, thimble_saturate_16, LOAD_8, LOAD_16, STORE_16)
DEFINE_PAIR(pair_16_16_16, int16_t, int16_t, int16_t, thimble_saturate_16, LOAD_16, LOAD_16, STORE_16)

#define DEFINE_EITHER(name)                                                                                        \
    static void name(const pair_t *p, const void *a, const void *b, size_t count, void *y, uint32_t y_bits)       \
    {                                                                                                             \
        if (y_bits == 8u) {                                                                                       \
            name##_8(p, a, b, count, y);                                                                          \
        } else {                                                                                                  \
            name##_16(p, a, b, count, y);                                                                         \
        }                                                                                                         \
    }

DEFINE_EITHER(pair_8_8)
DEFINE_EITHER(pair_8_16)
DEFINE_EITHER(pair_16_16)

/* The two terms, those of 8 bits first. */
static void add_pair(const thimble_add_t *p, const void *const *x, size_t count, void *y, uint32_t y_bits)
{
    const uint32_t first = p->terms[0].bits == 16u && p->terms[1].bits == 8u ? 1u : 0u;
    const pair_t pair = {{p->terms[first], p->terms[1u - first]}, p->zero_point};
    const void *const a = x[first];
    const void *const b = x[1u - first];
    if (pair.term[1].bits == 8u) {
        pair_8_8(&pair, a, b, count, y, y_bits);
    } else if (pair.term[0].bits == 8u) {
        pair_8_16(&pair, a, b, count, y, y_bits);
    } else {
        pair_16_16(&pair, a, b, count, y, y_bits);
    }
}

#if THIMBLE_MVE
#define DEFINE_TERM(name, x_t, load)                                                                          \
    static void name(const thimble_term_t *term, const void *x, uint32_t count, int32_t *sums)               \
    {                                                                                                         \
        __asm__ volatile("vdup.32 q2, %4\n dlstp.32 lr, %5\n"                                                 \
                         "1:\n" load("q0", "%0")                                                              \
                         "vsub.i32 q0, q0, %2\n vldrw.32 q1, [%1]\n vshl.s32 q0, %3\n vrmulh.s32 q0, q0, q2\n" \
                         "vadd.i32 q0, q0, q1\n vstrw.32 q0, [%1], #16\n letp lr, 1b\n"                       \
                         : "+l"(x), "+r"(sums)                                                                \
                         : "r"(term->zero_point), "r"(term->shift), "r"(term->multiplier), "r"(count)         \
                         : "lr", "memory", "q0", "q1", "q2");                                                 \
    }
#define DEFINE_STORE(name, y_t, saturate, store)                                  \
    static void name(const int32_t *sums, uint32_t count, y_t *y)                 \
    {                                                                             \
        __asm__ volatile("dlstp.32 lr, %1\n"                                      \
                         "1: vldrw.32 q0, [%0], #16\n" store "letp lr, 1b\n"      \
                         : "+r"(sums), "+r"(count), "+l"(y)                       \
                         :                                                        \
                         : "lr", "memory", "q0");                                 \
    }
#else
#define DEFINE_TERM(name, x_t, load)                                                                         \
    static void name(const thimble_term_t *term, const void *x, uint32_t count, int32_t *sums)              \
    {                                                                                                        \
        for (uint32_t i = 0; i < count; i++) {                                                               \
            const int32_t value = ((const x_t *)x)[i] - term->zero_point;                                    \
            sums[i] = thimble_mul_high_add(thimble_shift_left(value, term->shift), term->multiplier, sums[i]); \
        }                                                                                                    \
    }
#define DEFINE_STORE(name, y_t, saturate, store)                  \
    static void name(const int32_t *sums, uint32_t count, y_t *y) \
    {                                                             \
        for (uint32_t i = 0; i < count; i++) {                    \
            y[i] = saturate(sums[i]);                             \
        }                                                         \
    }
#endif

DEFINE_TERM(plus_term_8, int8_t, LOAD_8)
DEFINE_TERM(plus_term_16, int16_t, LOAD_16)
DEFINE_STORE(store_8, int8_t, thimble_saturate_8, STORE_8)
DEFINE_STORE(store_16, int16_t, thimble_saturate_16, STORE_16)

/* The sums of any number of terms for values first ... first + count - 1. */
static void sum_terms(const thimble_add_t *p, const void *const *x, size_t first, uint32_t count, int32_t *sums)
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

void thimble_add_s8(const thimble_add_t *p, const void *const *x, size_t count, int8_t *y)
{
    int32_t sums[CHUNK];
    if (p->term_count == 2u) {
        add_pair(p, x, count, y, 8u);
        return;
    }
    for (size_t first = 0; first < count; first += CHUNK) {
        const uint32_t here = count - first < CHUNK ? (uint32_t)(count - first) : CHUNK;
        sum_terms(p, x, first, here, sums);
        store_8(sums, here, y + first);
    }
}

void thimble_add_s16(const thimble_add_t *p, const void *const *x, size_t count, int16_t *y)
{
    int32_t sums[CHUNK];
    if (p->term_count == 2u) {
        add_pair(p, x, count, y, 16u);
        return;
    }
    for (size_t first = 0; first < count; first += CHUNK) {
        const uint32_t here = count - first < CHUNK ? (uint32_t)(count - first) : CHUNK;
        sum_terms(p, x, first, here, sums);
        store_16(sums, here, y + first);
    }
}
