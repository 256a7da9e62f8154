/*
 * Thimble runtime: 3 or 4 packed rows by two outputs at a time, for weights that lie in words
 * (thimble_linear_words_data).
 *
 * The loop over columns takes 16 quads at a time and is entered in the middle where the number of quads is no multiple
 * of that, so that nothing is left over. It needs 8 sums, 4 operands and 2 pointers, all 14 registers that a core has;
 * what goes with an output waits in memory. Where r9 is reserved it has 3 operands and loads those of rows one by one.
 */
#ifndef THIMBLE_PAIR_LOOP_H
#define THIMBLE_PAIR_LOOP_H

#include "dot.h"
#include "thimble/kernels.h"

/* What the loop keeps in memory. */
typedef struct {
    const int32_t *weight;
    const uint32_t *block;
    const uint32_t *block_end;
    const int32_t *bias;
    const int32_t *multiplier;
    int8_t *y;
    int8_t *y_end; /* of the first row; at least one pair of outputs on */
    uint32_t skipped; /* quads; see dot.h */
    struct {
        int32_t zero_point;
        int32_t first; /* bytes from each row of y to the next; the third is 0 where there are three rows */
    } step_0;
    struct {
        int32_t second;
        int32_t third;
    } step_1;
} thimble_pair_frame_t;

#if THIMBLE_DSP
/*
 * r0: weights; r1: rows; from r2 on: operands; t0 ... t3 and s0 ... s3: sums of the first and the second output, which
 * start at t0 and s0. The four t are r6 ... r9, or where r9 is reserved r5 ... r8; the four s are always the same. A
 * kernel gives
 *
 *   start     (t) what makes of t0 and r10, the two biases, the values that its sums start at
 *   columns   two columns of four rows, in `bytes` bytes of code
 *   finish    (t, s) what makes of two sums of a row those of the first and the second output
 */
#define THIMBLE_PAIR_QUADS(columns) columns columns columns columns columns columns columns columns

/* The sums t and s of a row as results: times r4 and m, plus r3, at r2. */
#define THIMBLE_PAIR_RESULTS(finish, t, s, m, bits, store, first, second) \
    finish(t, s) \
    "smmlar " t ", " t ", r4, r3\n\t" \
    "smmlar " s ", " s ", " m ", r3\n\t" \
    "ssat " t ", " bits ", " t "\n\t" store " " t ", " first "\n\t" \
    "ssat " s ", " bits ", " s "\n\t" store " " s ", " second "\n\t"

/*
 * `multipliers` moves r2 on over the two multipliers, of which m is the second, and sets r3; `step` goes to the second
 * row and leaves the ways to the third and the fourth in t0 and r10.
 */
#define THIMBLE_PAIR_LOOP(t0, t1, t2, t3, m, start, columns, bytes, finish, multipliers, step, bits, store, next, \
                          first, second) \
    "1:\n\t" \
    "ldr r2, %[bias]\n\t" \
    "ldrd " t0 ", r10, [r2], #8\n\t" \
    "str r2, %[bias]\n\t" start(t0) \
    "mov " t1 ", " t0 "\n\t" \
    "mov " t2 ", " t0 "\n\t" \
    "mov " t3 ", " t0 "\n\t" \
    "mov r11, r10\n\t" \
    "mov r12, r10\n\t" \
    "mov lr, r10\n\t" \
    "ldr r1, %[block]\n\t" \
    "ldr r2, %[skipped]\n\t" THIMBLE_ENTER_16(bytes) \
    "2:\n\t" THIMBLE_PAIR_QUADS(columns) THIMBLE_PAIR_QUADS(columns) \
    THIMBLE_PAIR_QUADS(columns) THIMBLE_PAIR_QUADS(columns) \
    "ldr r2, %[block_end]\n\t" \
    "cmp r1, r2\n\t" \
    "bne.w 2b\n\t" \
    "ldr r2, %[multiplier]\n\t" multipliers \
    "ldr r2, %[y]\n\t" THIMBLE_PAIR_RESULTS(finish, t0, "r10", m, bits, store, next, next) \
    "str r2, %[y]\n\t" \
    "ldr " t0 ", %[y_end]\n\t" \
    "cmp r2, " t0 "\n\t" step THIMBLE_PAIR_RESULTS(finish, t1, "r11", m, bits, store, first, second) \
    "add r2, r2, " t0 "\n\t" THIMBLE_PAIR_RESULTS(finish, t2, "r12", m, bits, store, first, second) \
    "add r2, r2, r10\n\t" THIMBLE_PAIR_RESULTS(finish, t3, "lr", m, bits, store, first, second) \
    "bne.w 1b\n\t"

/* With four operands, so that r1 keeps the way to the second row; and with three. */
#define THIMBLE_PAIR_LOOP_14(start, columns, bytes, finish, bits, store, next, first, second) \
    THIMBLE_PAIR_LOOP("r6", "r7", "r8", "r9", "r5", start, columns, bytes, finish, \
                      "ldrd r4, r5, [r2], #8\n\tstr r2, %[multiplier]\n\tldrd r3, r1, %[step_0]\n\t", \
                      "ldrd r6, r10, %[step_1]\n\tadd r2, r2, r1\n\t", bits, store, next, first, second)
#define THIMBLE_PAIR_LOOP_13(start, columns, bytes, finish, bits, store, next, first, second) \
    THIMBLE_PAIR_LOOP("r5", "r6", "r7", "r8", "r1", start, columns, bytes, finish, \
                      "ldrd r4, r1, [r2], #8\n\tstr r2, %[multiplier]\n\tldr r3, %[step_0]\n\t", \
                      "ldr r5, %[to_second]\n\tadd r2, r2, r5\n\tldrd r5, r10, %[step_1]\n\t", bits, store, next, \
                      first, second)

/* Both, for results of 8 and of 16 bits, whose columns a kernel gives for 14 and for 13 registers. */
#define THIMBLE_PAIR_LOOPS(start, columns_14, bytes_14, columns_13, bytes_13, finish, bits, store, next, first, \
                           second) \
    "ldr r0, %[weight]\n\t" \
    THIMBLE_WITH_R9(THIMBLE_PAIR_LOOP_14(start, columns_14, bytes_14, finish, bits, store, next, first, second), \
                    THIMBLE_PAIR_LOOP_13(start, columns_13, bytes_13, finish, bits, store, next, first, second))
#define THIMBLE_PAIR_LOOPS_S8(start, columns_14, bytes_14, columns_13, bytes_13, finish) \
    THIMBLE_PAIR_LOOPS(start, columns_14, bytes_14, columns_13, bytes_13, finish, "#8", "strb", "[r2], #1", \
                       "[r2, #-2]", "[r2, #-1]")
#define THIMBLE_PAIR_LOOPS_S16(start, columns_14, bytes_14, columns_13, bytes_13, finish) \
    THIMBLE_PAIR_LOOPS(start, columns_14, bytes_14, columns_13, bytes_13, finish, "#16", "strh", "[r2], #2", \
                       "[r2, #-4]", "[r2, #-2]")

/* The operands of the loops over the frame f, a copy in the function itself, where the stack pointer reaches it. */
#define THIMBLE_PAIR_OPERANDS \
    : [bias] "+m"(f.bias), [multiplier] "+m"(f.multiplier), [y] "+m"(f.y), [ninth] "=&rm"(ninth) \
    : [skipped] "m"(f.skipped), [weight] "m"(f.weight), [block] "m"(f.block), [block_end] "m"(f.block_end), \
      [y_end] "m"(f.y_end), [step_0] "m"(f.step_0), [to_second] "m"(f.step_0.first), [step_1] "m"(f.step_1) \
    : "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r10", "r11", "r12", "lr", "cc", "memory"

/*
 * One row, whose words lie one after another, by one pair of outputs. A kernel gives `quad`, the products of four
 * columns in terms of x and w, which it moves on, the sums s and t, and a ... d, which are free.
 */
#define THIMBLE_PAIR_OPERANDS_OF_ROW \
    [x] "+r"(x), [w] "+r"(w), [s] "+r"(s), [t] "+r"(t), [a] "=&r"(a), [b] "=&r"(b), [c] "=&r"(c), [d] "=&r"(d)
#define THIMBLE_PAIR_OF_ROW(quad) \
    do { \
        const uint32_t *const end_of_fours = x + 2u * (quads & ~3u); \
        const uint32_t *const end = x + 2u * quads; \
        uint32_t a, b, c, d; \
        if (x != end_of_fours) { \
            __asm__ volatile("1:\n\t" quad quad quad quad \
                             "cmp %[x], %[end]\n\t" \
                             "bne 1b\n\t" \
                             : THIMBLE_PAIR_OPERANDS_OF_ROW \
                             : [end] "r"(end_of_fours) \
                             : "cc", "memory"); \
        } \
        while (x != end) { \
            __asm__ volatile(quad : THIMBLE_PAIR_OPERANDS_OF_ROW : : "memory"); \
        } \
    } while (0)
#else
/* Stores the results of two outputs for each row and goes on to the next two. */
static inline void thimble_pair_results(thimble_pair_frame_t *f, const int32_t *first, const int32_t *second,
                                        uint32_t bits)
{
    const int32_t steps[4] = {0, f->step_0.first, f->step_1.second, f->step_1.third};
    int8_t *to = f->y;
    for (uint32_t row = 0; row < 4u; row++) {
        to += steps[row];
        thimble_store(to, 0, bits, thimble_requantized(first[row], 0, f->multiplier[0], f->step_0.zero_point));
        thimble_store(to, 1, bits, thimble_requantized(second[row], 0, f->multiplier[1], f->step_0.zero_point));
    }
    f->bias += 2;
    f->multiplier += 2;
    f->y += bits / 4u;
}
#endif

#endif
