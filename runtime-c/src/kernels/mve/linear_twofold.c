/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matrix products on Helium with weights of 4 bits (docs/numerics.md, section 4): two rows and the bytes of two times
 * two outputs at a time. A byte is 16 * b + a, so the products with bytes as they are and with bytes shifted left by 4
 * are those of two outputs (twofold.h): a load and a shift where there would be two loads.
 *
 * Scratch: two rows of x.
 */
#include "thimble/kernels.h"
#include "tile.h"
#include "twofold.h"

/* Outputs whose sums wait to be requantised, a multiple of four. */
#define OUTPUTS 128u
/* Outputs of a tile; for each row as many sums, those of the first row first. */
#define TILE 4u

/* What the loop over tiles reads. */
typedef struct {
    const int32_t *zeros; /* eight */
    const int8_t *x;      /* two rows, sixteen by sixteen values side by side */
    const int8_t *first;  /* bytes of the first two outputs */
    const int8_t *second; /* and of the next two */
    int32_t *sums;
    const int32_t *end; /* of the sums */
    uint32_t blocks;    /* of the values that the loop repeats */
    uint32_t rest;      /* values behind them, 0 ... 16 */
    uint32_t step;      /* bytes from where a pointer to bytes arrives to its next two outputs */
} twofold_tiles_t;

/* Results of two rows; where there is one row both are the same. */
typedef struct {
    const int32_t *sums;
    const int32_t *bias;
    const int32_t *multiplier;
    int32_t zero_point;
    uint32_t count;
    void *first;
    void *second;
} twofold_results_t;

static const int32_t zeros[2u * TILE] = {0, 0, 0, 0, 0, 0, 0, 0};

#if THIMBLE_MVE
/*
 * Products of the rows in q0 and q1 with the bytes in q2 and q3, and of those shifted. Sums of the first row: r0, r2,
 * r4, r6 for the outputs in their order; of the second: r8, r10, r12, lr.
 */
#define LOAD(q, from) "vldrb.8 " q ", [" from "], #16\n"
#define PRODUCTS(next) \
    "vmladava.s8 r2, q0, q2\n vmladava.s8 r10, q1, q2\n vshl.i8 q2, q2, #4\n" next \
    "vmladava.s8 r0, q0, q2\n vmladava.s8 r6, q0, q3\n vmladava.s8 r8, q1, q2\n vmladava.s8 lr, q1, q3\n" \
    "vshl.i8 q3, q3, #4\n vmladava.s8 r4, q0, q3\n vmladava.s8 r12, q1, q3\n"
#define SIXTEEN LOAD("q0", "r1") LOAD("q2", "r3") LOAD("q1", "r1") PRODUCTS(LOAD("q3", "r5"))
#define SIXTY_FOUR SIXTEEN SIXTEEN SIXTEEN SIXTEEN

/* The last values: what is beyond them in a row of bytes counts as 0. */
#define REST \
    "ldr r7, %[rest]\n vctp.8 r7\n" LOAD("q0", "r1") "vldrb.8 q1, [r1]\n" \
    "vpstt\n vldrbt.8 q2, [r3]\n vldrbt.8 q3, [r5]\n" PRODUCTS("") "add r3, r3, r7\n add r5, r5, r7\n"

#define REPEAT(values) "2:\n" values "subs r7, r7, #1\n bne 2b\n"

#define TILES(values) \
    "ldr r3, %[first]\n ldr r5, %[second]\n ldr r11, %[sums]\n" \
    "1: ldr r1, %[zeros]\n ldm r1, {r0, r2, r4, r6, r8, r10, r12, lr}\n ldr r1, %[x]\n ldr r7, %[blocks]\n" values \
    "ldr r7, %[step]\n sub r2, r2, r0, asr #4\n sub r6, r6, r4, asr #4\n" \
    "sub r10, r10, r8, asr #4\n sub lr, lr, r12, asr #4\n" \
    "stm r11!, {r0, r2, r4, r6, r8, r10, r12, lr}\n" \
    "add r3, r3, r7\n add r5, r5, r7\n ldr r7, %[end]\n cmp r11, r7\n bne 1b\n"

#define DEFINE_TILES(name, values) \
    static THIMBLE_NO_FRAME void name(const twofold_tiles_t *tiles) \
    { \
        const twofold_tiles_t t = *tiles; \
        __asm__ volatile(TILES(values) \
                         : \
                         : [zeros] "m"(t.zeros), [x] "m"(t.x), [first] "m"(t.first), [second] "m"(t.second), \
                           [sums] "m"(t.sums), [end] "m"(t.end), [blocks] "m"(t.blocks), [rest] "m"(t.rest), \
                           [step] "m"(t.step) \
                         : "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r10", "r11", "r12", "lr", "cc", \
                           "memory", "q0", "q1", "q2", "q3"); \
    }

/* Of multiples of 64 values; of any number. */
DEFINE_TILES(tiles_of_64, REPEAT(SIXTY_FOUR))
DEFINE_TILES(tiles_of_any, "cmp r7, #0\n beq 3f\n" REPEAT(SIXTEEN) "3:\n" REST)

/*
 * Four results of two rows at a time, the last ones as far as there are any. The zero point is added before results are
 * saturated.
 */
#define RESULTS(narrow, store) \
    "dlstp.32 lr, %6\n" \
    "1: vldrw.u32 q0, [%0], #16\n vldrw.u32 q2, [%1], #16\n vadd.i32 q0, q0, q2\n vldrw.u32 q1, [%0], #16\n" \
    "vadd.i32 q1, q1, q2\n vldrw.u32 q3, [%2], #16\n vrmulh.s32 q0, q0, q3\n vrmulh.s32 q1, q1, q3\n" \
    "vadd.i32 q0, q0, %5\n vadd.i32 q1, q1, %5\n" narrow("q0") narrow("q1") store "letp lr, 1b\n"
#define NARROW_8(q) "vqmovnb.s32 " q ", " q "\n vqmovnb.s16 " q ", " q "\n"
#define NARROW_16(q) "vqmovnb.s32 " q ", " q "\n"
#define STORE_8 "vstrb.32 q0, [%3], #4\n vstrb.32 q1, [%4], #4\n"
#define STORE_16 "vstrh.32 q0, [%3], #8\n vstrh.32 q1, [%4], #8\n"

#define DEFINE_RESULTS(name, saturate, value_t, narrow, store) \
    static void name(const twofold_results_t *r) \
    { \
        const int32_t *sums = r->sums; \
        const int32_t *bias = r->bias; \
        const int32_t *multiplier = r->multiplier; \
        value_t *first = (value_t *)r->first; \
        value_t *second = (value_t *)r->second; \
        __asm__ volatile(RESULTS(narrow, store) \
                         : "+l"(sums), "+l"(bias), "+l"(multiplier), "+l"(first), "+l"(second) \
                         : "r"(r->zero_point), "r"(r->count) \
                         : "lr", "cc", "memory", "q0", "q1", "q2", "q3"); \
    }
#else
static void tiles_of_any(const twofold_tiles_t *tiles)
{
    twofold_tiles_t t = *tiles;
    const uint32_t count = 16u * t.blocks + t.rest;
    for (; t.sums != t.end; t.sums += 2u * TILE) {
        for (uint32_t i = 0; i < 2u * TILE; i += 2u) {
            const int8_t *const weight = i % TILE == 0 ? t.first : t.second;
            const int8_t *const x = t.x + i / TILE * 16u;
            thimble_twofold_t sums = {0, 0};
            for (uint32_t j = 0; j < count; j++) {
                const int32_t value = x[j / 16u * 32u + j % 16u];
                sums.first += value * thimble_twofold_first(weight[j]);
                sums.both += value * weight[j];
            }
            t.sums[i] = sums.first;
            t.sums[i + 1u] = thimble_twofold_second(sums);
        }
        t.first += count + t.step;
        t.second += count + t.step;
    }
}

#define DEFINE_RESULTS(name, saturate, value_t, narrow, store) \
    static void name(const twofold_results_t *r) \
    { \
        for (uint32_t i = 0; i < r->count; i++) { \
            const int32_t *const sums = r->sums + i / TILE * 2u * TILE + i % TILE; \
            ((value_t *)r->first)[i] = \
                saturate(thimble_mul_high_add(sums[0] + r->bias[i], r->multiplier[i], r->zero_point)); \
            ((value_t *)r->second)[i] = \
                saturate(thimble_mul_high_add(sums[TILE] + r->bias[i], r->multiplier[i], r->zero_point)); \
        } \
    }
#endif

DEFINE_RESULTS(results_8, thimble_saturate_8, int8_t, NARROW_8, STORE_8)
DEFINE_RESULTS(results_16, thimble_saturate_16, int16_t, NARROW_16, STORE_16)

static void run_twofold(const twofold_tiles_t *tiles)
{
#if THIMBLE_MVE
    if (tiles->rest == 0) {
        tiles_of_64(tiles);
        return;
    }
#endif
    tiles_of_any(tiles);
}

/* The sums of `outputs` outputs whose bytes begin at `weight`, for two rows that are in scratch. */
static void take_sums(const int8_t *weight, uint32_t inputs, uint32_t outputs, const int8_t *x, int32_t *sums)
{
    const uint32_t pairs = (outputs + 1u) / 2u;
    const uint32_t whole = pairs / 2u;
    const int is_even = THIMBLE_MVE && inputs % 64u == 0;
    const uint32_t blocks = is_even ? inputs / 64u : (inputs - 1u) / 16u;
    twofold_tiles_t t = {zeros, x, weight, weight + inputs, sums, sums + (size_t)whole * 2u * TILE, blocks,
                         is_even ? 0 : inputs - 16u * blocks, inputs};
    if (whole != 0) {
        run_twofold(&t);
    }
    if (pairs % 2u != 0) {
        /* The last two outputs once more in place of those that are missing. */
        t.first = weight + (size_t)(pairs - 1u) * inputs;
        t.second = t.first;
        t.sums = sums + (size_t)whole * 2u * TILE;
        t.end = t.sums + 2u * TILE;
        run_twofold(&t);
    }
}

THIMBLE_INLINED void twofold_product(const thimble_linear_twofold_data *p, const int8_t *x, uint32_t rows, int8_t *both,
                                     void *y, uint32_t bits)
{
    int32_t sums[2u * OUTPUTS];
    const size_t stride = (size_t)p->outputs * (bits / 8u);
    for (uint32_t column = 0; column < p->outputs; column += OUTPUTS) {
        const uint32_t outputs = thimble_lesser(p->outputs - column, OUTPUTS);
        uint8_t *const to = (uint8_t *)y + column * (bits / 8u);
        for (uint32_t row = 0; row < rows; row += 2u) {
            const uint32_t second = thimble_lesser(row + 1u, rows - 1u);
            const twofold_results_t results = {sums, p->bias + column, p->multiplier + column, p->zero_point, outputs,
                                               to + row * stride, to + second * stride};
            thimble_side_by_side(x + (size_t)row * p->inputs, x + (size_t)second * p->inputs, p->inputs, both);
            take_sums(p->weight + (size_t)(column / 2u) * p->inputs, p->inputs, outputs, both, sums);
            if (bits == 8u) {
                results_8(&results);
            } else {
                results_16(&results);
            }
        }
    }
}

THIMBLE_SHARED
void thimble_linear_twofold_s8(const thimble_linear_twofold_data *p, const int8_t *x, uint32_t rows, void *scratch,
                               int8_t *y)
{
    twofold_product(p, x, rows, (int8_t *)scratch, y, 8u);
}

THIMBLE_SHARED
void thimble_linear_twofold_s16(const thimble_linear_twofold_data *p, const int8_t *x, uint32_t rows, void *scratch,
                                int16_t *y)
{
    twofold_product(p, x, rows, (int8_t *)scratch, y, 16u);
}
