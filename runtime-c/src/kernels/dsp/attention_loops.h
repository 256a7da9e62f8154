/*
 * Thimble runtime: the two products of attention on the DSP extension, four query rows at a time (attention.c).
 *
 * Each loop over quads takes 16 at a time and is entered in the middle where their number is no multiple of that, so
 * that nothing is left over. The loops take all registers that a core has; what goes with a result waits in memory.
 */
#ifndef THIMBLE_ATTENTION_LOOPS_H
#define THIMBLE_ATTENTION_LOOPS_H

#include "dot.h"

/* Scores: four query rows, packed, by the keys. */
typedef struct {
    const uint32_t *q;
    const uint32_t *q_end;
    const int8_t *k;
    int32_t *scores;
    uint32_t skipped; /* quads; see dot.h */
    struct {
        uint32_t bytes; /* from the end of a key to the next */
        int32_t *end;   /* of the scores */
    } rest;
} thimble_score_frame_t;

/* Weighted sums: four rows of weights, packed, by columns of v, transposed. */
typedef struct {
    const uint32_t *weights;
    const uint32_t *weights_end;
    const uint32_t *transposed;
    int8_t *y;
    int8_t *y_end; /* of the first row; at least one column on */
    uint32_t skipped; /* quads; see dot.h */
    int32_t multiplier[4];
    struct {
        int32_t zero_point;
        uint32_t shift;
    } result;
    struct {
        uint32_t first; /* bytes from the first row of y to the others, which may be the same */
        uint32_t second;
    } rows_1;
    struct {
        uint32_t third;
        int32_t back; /* bytes from the end of a transposed column to the next */
    } rows_3;
} thimble_weighted_sums_frame_t;

#if THIMBLE_DSP
/*
 * r0: keys or transposed columns; r1: rows; r2, r3: a quad of them, widened; r4 ... r7: of rows. The sums s0 ... s3 are
 * r8 ... r11 while lr keeps the end of the rows, or where r9 is reserved r8, r10, r11 and lr.
 */
#define THIMBLE_QUAD_PRODUCTS(s0, s1, s2, s3) \
    "ldmia.w r1!, {r4, r5, r6, r7}\n\t" \
    "smlad " s0 ", r2, r4, " s0 "\n\t" \
    "smlad " s1 ", r2, r5, " s1 "\n\t" \
    "smlad " s2 ", r2, r6, " s2 "\n\t" \
    "smlad " s3 ", r2, r7, " s3 "\n\t" \
    "ldmia.w r1!, {r4, r5, r6, r7}\n\t" \
    "smlad " s0 ", r3, r4, " s0 "\n\t" \
    "smlad " s1 ", r3, r5, " s1 "\n\t" \
    "smlad " s2 ", r3, r6, " s2 "\n\t" \
    "smlad " s3 ", r3, r7, " s3 "\n\t"
#define THIMBLE_SCORE_QUAD(s0, s1, s2, s3) \
    "ldr r3, [r0], #4\n\t" \
    "sxtb16 r2, r3\n\t" \
    "sxtb16 r3, r3, ror #8\n\t" THIMBLE_QUAD_PRODUCTS(s0, s1, s2, s3)
#define THIMBLE_WEIGHTED_SUMS_QUAD(s0, s1, s2, s3) "ldrd r2, r3, [r0], #32\n\t" THIMBLE_QUAD_PRODUCTS(s0, s1, s2, s3)
#define THIMBLE_FOUR_TIMES(quad) quad quad quad quad

#define THIMBLE_ZERO_SUMS(s0, s1, s2, s3) \
    "mov " s0 ", #0\n\t" \
    "mov " s1 ", #0\n\t" \
    "mov " s2 ", #0\n\t" \
    "mov " s3 ", #0\n\t"
#define THIMBLE_ALL_BUT_R9 \
    "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r10", "r11", "r12", "lr", "cc", "memory"

#define THIMBLE_SCORE_LOOP(s0, s1, s2, s3, compare) \
    "1:\n\t" THIMBLE_ZERO_SUMS(s0, s1, s2, s3) \
    "ldr r1, %[q]\n\t" \
    "ldr r2, %[skipped]\n\t" THIMBLE_ENTER_16(26) \
    "2:\n\t" THIMBLE_FOUR_TIMES(THIMBLE_FOUR_TIMES(THIMBLE_SCORE_QUAD(s0, s1, s2, s3))) compare \
    "bne.w 2b\n\t" \
    "stmia.w r12!, {" s0 ", " s1 ", " s2 ", " s3 "}\n\t" \
    "ldrd r2, r3, %[rest]\n\t" \
    "add r0, r0, r2\n\t" \
    "cmp r12, r3\n\t" \
    "bne.w 1b\n\t"

/* Four scores for each key. The frame is copied to where the stack pointer reaches it. */
THIMBLE_NO_FRAME THIMBLE_OUTLINED static void thimble_score_loop(const thimble_score_frame_t *frame)
{
    thimble_score_frame_t f = *frame;
    uint32_t ninth;
    __asm__ volatile("ldr r0, %[k]\n\t"
                     "ldr r12, %[scores]\n\t"
                     THIMBLE_WITH_R9("ldr lr, %[q_end]\n"
                                     THIMBLE_SCORE_LOOP("r8", "r9", "r10", "r11", "cmp r1, lr\n\t"),
                                     THIMBLE_SCORE_LOOP("r8", "r10", "r11", "lr", "ldr r2, %[q_end]\n\tcmp r1, r2\n\t"))
                     : [ninth] "=&rm"(ninth)
                     : [skipped] "m"(f.skipped), [q] "m"(f.q), [q_end] "m"(f.q_end), [k] "m"(f.k),
                       [scores] "m"(f.scores), [rest] "m"(f.rest)
                     : THIMBLE_ALL_BUT_R9);
}

#define THIMBLE_WEIGHTED_SUMS_LOOP(s0, s1, s2, s3, compare) \
    "1:\n\t" THIMBLE_ZERO_SUMS(s0, s1, s2, s3) \
    "ldr r1, %[weights]\n\t" \
    "ldr r2, %[skipped]\n\t" THIMBLE_ENTER_16(22) \
    "2:\n\t" THIMBLE_FOUR_TIMES(THIMBLE_FOUR_TIMES(THIMBLE_WEIGHTED_SUMS_QUAD(s0, s1, s2, s3))) compare \
    "bne.w 2b\n\t" \
    "ldrd r2, r3, %[result]\n\t" \
    "ldrd r4, r5, %[multiplier_0]\n\t" \
    "ldrd r6, r7, %[multiplier_2]\n\t" \
    "lsl " s0 ", " s0 ", r3\n\t" \
    "lsl " s1 ", " s1 ", r3\n\t" \
    "lsl " s2 ", " s2 ", r3\n\t" \
    "lsl " s3 ", " s3 ", r3\n\t" \
    "smmlar " s0 ", " s0 ", r4, r2\n\t" \
    "smmlar " s1 ", " s1 ", r5, r2\n\t" \
    "smmlar " s2 ", " s2 ", r6, r2\n\t" \
    "smmlar " s3 ", " s3 ", r7, r2\n\t" \
    "ldrd r4, r5, %[rows_1]\n\t" \
    "ldrd r6, r7, %[rows_3]\n\t" \
    "ldr r3, %[y_end]\n\t" \
    "ssat " s0 ", #8, " s0 "\n\t" \
    "ssat " s1 ", #8, " s1 "\n\t" \
    "ssat " s2 ", #8, " s2 "\n\t" \
    "ssat " s3 ", #8, " s3 "\n\t" \
    "strb " s1 ", [r12, r4]\n\t" \
    "strb " s2 ", [r12, r5]\n\t" \
    "strb " s3 ", [r12, r6]\n\t" \
    "strb " s0 ", [r12], #1\n\t" \
    "add r0, r0, r7\n\t" \
    "cmp r12, r3\n\t" \
    "bne.w 1b\n\t"

/* Four results for each column. */
THIMBLE_NO_FRAME THIMBLE_OUTLINED static void thimble_weighted_sums_loop(const thimble_weighted_sums_frame_t *frame)
{
    thimble_weighted_sums_frame_t f = *frame;
    uint32_t ninth;
    __asm__ volatile("ldr r0, %[transposed]\n\t"
                     "ldr r12, %[y]\n\t"
                     THIMBLE_WITH_R9("ldr lr, %[weights_end]\n"
                                     THIMBLE_WEIGHTED_SUMS_LOOP("r8", "r9", "r10", "r11", "cmp r1, lr\n\t"),
                                     THIMBLE_WEIGHTED_SUMS_LOOP("r8", "r10", "r11", "lr",
                                                                "ldr r2, %[weights_end]\n\tcmp r1, r2\n\t"))
                     : [ninth] "=&rm"(ninth)
                     : [skipped] "m"(f.skipped), [weights] "m"(f.weights), [weights_end] "m"(f.weights_end),
                       [transposed] "m"(f.transposed), [y] "m"(f.y), [y_end] "m"(f.y_end),
                       [multiplier_0] "m"(f.multiplier[0]),
                       [multiplier_2] "m"(f.multiplier[2]), [result] "m"(f.result), [rows_1] "m"(f.rows_1),
                       [rows_3] "m"(f.rows_3)
                     : THIMBLE_ALL_BUT_R9);
}
#else
static void thimble_score_loop(const thimble_score_frame_t *frame)
{
    thimble_score_frame_t f = *frame;
    const uint32_t quads = (uint32_t)(f.q_end - f.q) / THIMBLE_QUAD_WORDS;
    for (; f.scores != f.rest.end; f.scores += 4) {
        const thimble_four_t sums = thimble_dot_quads(f.q, f.k, quads, 0);
        memcpy(f.scores, sums.row, sizeof sums.row);
        f.k += (size_t)quads * 4u;
        f.k += f.rest.bytes;
    }
}

static void thimble_weighted_sums_loop(const thimble_weighted_sums_frame_t *frame)
{
    thimble_weighted_sums_frame_t f = *frame;
    const uint32_t to[4] = {0, f.rows_1.first, f.rows_1.second, f.rows_3.third};
    for (; f.y != f.y_end; f.y++) {
        thimble_four_t sums = {{0, 0, 0, 0}};
        for (const uint32_t *x = f.weights; x != f.weights_end; x += THIMBLE_QUAD_WORDS) {
            sums = thimble_dot_quad(x, f.transposed[0], f.transposed[1], sums);
            f.transposed += THIMBLE_QUAD_WORDS;
        }
        for (uint32_t row = 0; row < 4u; row++) {
            f.y[to[row]] = thimble_saturate_8(thimble_requantized(sums.row[row], f.result.shift, f.multiplier[row],
                                                                  f.result.zero_point));
        }
        f.transposed += f.rows_3.back / 4;
    }
}
#endif

/*
 * Transposes a 4 x 4 tile, rows being tokens, into two words for each of its columns: tokens (0, 2) and (1, 3). Bytes
 * are put together before they are widened, for one SXTB16 then makes a word.
 */
THIMBLE_INLINED void thimble_transpose_tile(uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t *transposed)
{
    const uint32_t even_01 = thimble_lower_halves(a, c);
    const uint32_t even_23 = thimble_upper_halves(a, c);
    const uint32_t odd_01 = thimble_lower_halves(b, d);
    const uint32_t odd_23 = thimble_upper_halves(b, d);
    thimble_store_two(transposed, thimble_bytes_02(even_01), thimble_bytes_02(odd_01));
    thimble_store_two(transposed + 2, thimble_bytes_13(even_01), thimble_bytes_13(odd_01));
    thimble_store_two(transposed + 4, thimble_bytes_02(even_23), thimble_bytes_02(odd_23));
    thimble_store_two(transposed + 6, thimble_bytes_13(even_23), thimble_bytes_13(odd_23));
}

/* Transposes `tiles` tiles, one below the other. */
static void thimble_transpose_tiles(const int8_t *v, uint32_t stride, size_t tiles, uint32_t *transposed)
{
    const uint32_t *const end = transposed + tiles * THIMBLE_QUAD_WORDS;
#if THIMBLE_DSP
    uint32_t a;
    uint32_t b;
    uint32_t c;
    uint32_t d;
    uint32_t t;
    uint32_t u;
    while (transposed != end) {
        __asm__ volatile("ldr %[a], [%[v]]\n\t"
                         "ldr %[b], [%[v], %[one]]\n\t"
                         "ldr %[c], [%[v], %[one], lsl #1]\n\t"
                         "ldr %[d], [%[v], %[three]]\n\t"
                         "add %[v], %[v], %[one], lsl #2\n\t"
                         "pkhbt %[t], %[a], %[c], lsl #16\n\t"
                         "pkhbt %[u], %[b], %[d], lsl #16\n\t"
                         "pkhtb %[c], %[c], %[a], asr #16\n\t"
                         "pkhtb %[d], %[d], %[b], asr #16\n\t"
                         "sxtb16 %[a], %[t]\n\t"
                         "sxtb16 %[b], %[u]\n\t"
                         "sxtb16 %[t], %[t], ror #8\n\t"
                         "sxtb16 %[u], %[u], ror #8\n\t"
                         "strd %[a], %[b], [%[to]], #8\n\t"
                         "strd %[t], %[u], [%[to]], #8\n\t"
                         "sxtb16 %[a], %[c]\n\t"
                         "sxtb16 %[b], %[d]\n\t"
                         "sxtb16 %[c], %[c], ror #8\n\t"
                         "sxtb16 %[d], %[d], ror #8\n\t"
                         "strd %[a], %[b], [%[to]], #8\n\t"
                         "strd %[c], %[d], [%[to]], #8\n\t"
                         : [v] "+r"(v), [to] "+r"(transposed), [a] "=&r"(a), [b] "=&r"(b), [c] "=&r"(c), [d] "=&r"(d),
                           [t] "=&r"(t), [u] "=&r"(u)
                         : [one] "r"(stride), [three] "r"(3u * stride)
                         : "memory");
    }
#else
    for (; transposed != end; transposed += THIMBLE_QUAD_WORDS) {
        thimble_transpose_tile(thimble_load_word(v), thimble_load_word(v + stride),
                               thimble_load_word(v + 2u * (size_t)stride), thimble_load_word(v + 3u * (size_t)stride),
                               transposed);
        v += 4u * (size_t)stride;
    }
#endif
}

#endif
