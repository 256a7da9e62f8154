/*
 * Matrix products on Helium (docs/numerics.md, section 4): two rows at a time, ninety-six columns at a time, whose sums
 * wait on the stack to be requantised four by four. All rows meet the same columns before the next ones, so that what a
 * cache holds is used again.
 */
#include "dot.h"
#include "thimble/kernels.h"

/* A multiple of three and of four. */
#define COLUMNS 96u

THIMBLE_DEFINE_DOTS(dots, int8_t, "s8")

/* The results of one or two rows from `count` columns on; where there is one row both pointers are the same. */
typedef struct {
    const int32_t *sums[2];
    const int32_t *bias;
    const int32_t *multiplier;
    uint32_t count;
    thimble_scale_t scale;
} result_t;

#if THIMBLE_MVE
/*
 * Up to four results of two rows at a time; `store` makes the 8-bit or 16-bit values of q2 and q3. Products mostly need
 * no shift, and 16-bit results have no zero point: what is not needed is left out.
 */
#define REQUANTIZE(shifted, added, store)                                                                             \
    "dlstp.32 lr, %8\n"                                                                                               \
    "1: vldrw.32 q2, [%0], #16\n vldrw.32 q0, [%2], #16\n vadd.i32 q2, q2, q0\n"                                      \
    "vldrw.32 q3, [%1], #16\n" shifted("q2") "vadd.i32 q3, q3, q0\n"                                                  \
    "vldrw.32 q1, [%3], #16\n" shifted("q3") "vrmulh.s32 q2, q2, q1\n vrmulh.s32 q3, q3, q1\n"                        \
    added("q2") added("q3") store "letp lr, 1b\n"

#define SHIFT(q) "vshl.s32 " q ", %6\n"
#define ADD(q) "vadd.i32 " q ", " q ", %7\n"
#define NOTHING(q)

#define STORE_8                                                                                                       \
    "vqmovnb.s32 q2, q2\n vqmovnb.s32 q3, q3\n vqmovnb.s16 q2, q2\n vqmovnb.s16 q3, q3\n"                             \
    "vstrb.32 q2, [%4], #4\n vstrb.32 q3, [%5], #4\n"

#define STORE_16 "vqmovnb.s32 q2, q2\n vqmovnb.s32 q3, q3\n vstrh.32 q2, [%4], #8\n vstrh.32 q3, [%5], #8\n"

#define DEFINE_STORE(name, value_t, saturate, shifted, added, store)                                                  \
    static THIMBLE_NO_FRAME void name(const result_t *r, value_t *first, value_t *second)                             \
    {                                                                                                                 \
        const int32_t *a = r->sums[0];                                                                                \
        const int32_t *b = r->sums[1];                                                                                \
        const int32_t *bias = r->bias;                                                                                \
        const int32_t *multiplier = r->multiplier;                                                                    \
        __asm__ volatile(REQUANTIZE(shifted, added, store)                                                            \
                         : "+r"(a), "+r"(b), "+r"(bias), "+r"(multiplier), "+l"(first), "+l"(second)                  \
                         : "r"(r->scale.shift), "r"(r->scale.zero_point), "r"(r->count)                               \
                         : "lr", "memory", "q0", "q1", "q2", "q3");                                                   \
    }
#else
#define DEFINE_STORE(name, value_t, saturate, shifted, added, store)                                                  \
    static void name(const result_t *r, value_t *first, value_t *second)                                              \
    {                                                                                                                 \
        for (uint32_t i = 0; i < r->count; i++) {                                                                     \
            const int32_t a = thimble_shift_left(r->sums[0][i] + r->bias[i], r->scale.shift);                         \
            const int32_t b = thimble_shift_left(r->sums[1][i] + r->bias[i], r->scale.shift);                         \
            first[i] = saturate(thimble_mul_high_add(a, r->multiplier[i], r->scale.zero_point));                      \
            second[i] = saturate(thimble_mul_high_add(b, r->multiplier[i], r->scale.zero_point));                     \
        }                                                                                                             \
    }
#endif

DEFINE_STORE(scale_8, int8_t, thimble_saturate_8, NOTHING, ADD, STORE_8)
DEFINE_STORE(shift_8, int8_t, thimble_saturate_8, SHIFT, ADD, STORE_8)
DEFINE_STORE(scale_16, int16_t, thimble_saturate_16, NOTHING, NOTHING, STORE_16)
DEFINE_STORE(shift_16, int16_t, thimble_saturate_16, SHIFT, ADD, STORE_16)

static void store_8(const result_t *r, int8_t *first, int8_t *second)
{
    if (r->scale.shift == 0) {
        scale_8(r, first, second);
    } else {
        shift_8(r, first, second);
    }
}

static void store_16(const result_t *r, int16_t *first, int16_t *second)
{
    if (r->scale.shift == 0 && r->scale.zero_point == 0) {
        scale_16(r, first, second);
    } else {
        shift_16(r, first, second);
    }
}

/* The sums of up to COLUMNS columns for one row or two, and how they become results. */
static result_t sums_of(const thimble_linear_t *p, const int8_t *x, uint32_t rows, uint32_t column, int32_t *sums)
{
    const uint32_t columns = thimble_lesser(p->outputs - column, COLUMNS);
    const result_t result = {{sums, sums + (rows - 1u) * COLUMNS},
                             p->bias + column,
                             p->multiplier + column,
                             columns,
                             {p->shift, p->zero_point}};
    dots(x, p->inputs, rows, p->weight + (size_t)column * p->inputs, p->inputs, columns, p->inputs, sums, COLUMNS);
    return result;
}

void thimble_linear_s8(const thimble_linear_t *p, const int8_t *x, uint32_t rows, void *scratch, int8_t *y)
{
    int32_t sums[2u * COLUMNS];
    (void)scratch;
    for (uint32_t column = 0; column < p->outputs; column += COLUMNS) {
        for (uint32_t row = 0; row < rows; row += 2u) {
            const uint32_t here = thimble_lesser(rows - row, 2u);
            const result_t result = sums_of(p, x + (size_t)row * p->inputs, here, column, sums);
            int8_t *const first = y + (size_t)row * p->outputs + column;
            store_8(&result, first, first + (here - 1u) * (size_t)p->outputs);
        }
    }
}

void thimble_linear_s16(const thimble_linear_t *p, const int8_t *x, uint32_t rows, void *scratch, int16_t *y)
{
    int32_t sums[2u * COLUMNS];
    (void)scratch;
    for (uint32_t column = 0; column < p->outputs; column += COLUMNS) {
        for (uint32_t row = 0; row < rows; row += 2u) {
            const uint32_t here = thimble_lesser(rows - row, 2u);
            const result_t result = sums_of(p, x + (size_t)row * p->inputs, here, column, sums);
            int16_t *const first = y + (size_t)row * p->outputs + column;
            store_16(&result, first, first + (here - 1u) * (size_t)p->outputs);
        }
    }
}
