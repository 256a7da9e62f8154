/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: X25519. Numbers modulo p = 2^255 - 19 are eight words, any of those below 2^256 that mean the same.
 * 2^256 is 38 modulo p, so that whatever is carried out of the words comes in again at the bottom, 38 times.
 */
#include "x25519.h"

#include <string.h>

#define WORDS 8
#define WORD_BITS 32
#define CARRIED 38u
#define TOP_BIT 0x80000000u

/* (486662 - 2) / 4, of the curve's equation */
#define A24 121665u

#define SCALAR_BITS 255

typedef struct {
    uint32_t words[WORDS];
} number_t;

/* Two points by their coordinates x : z, whose difference is the point that was given. */
typedef struct {
    number_t x2, z2, x3, z3;
} ladder_t;

/* Adds carry * 2^256; returns what is carried of that. */
static uint32_t carry_in(number_t *r, uint32_t carry)
{
    uint64_t sum = (uint64_t)carry * CARRIED;
    unsigned i;
    for (i = 0; i < WORDS; i++) {
        sum += r->words[i];
        r->words[i] = (uint32_t)sum;
        sum >>= WORD_BITS;
    }
    return (uint32_t)sum;
}

/* The same to the end: where anything is carried again, what is left has no more than one word, and not a full one. */
static void settle(number_t *r, uint32_t carry)
{
    r->words[0] += carry_in(r, carry) * CARRIED;
}

static void add(number_t *r, const number_t *a, const number_t *b)
{
    uint64_t sum = 0;
    unsigned i;
    for (i = 0; i < WORDS; i++) {
        sum += (uint64_t)a->words[i] + b->words[i];
        r->words[i] = (uint32_t)sum;
        sum >>= WORD_BITS;
    }
    settle(r, (uint32_t)sum);
}

/* Takes borrow * 2^256 away; returns what is borrowed for that. */
static uint32_t borrow_out(number_t *r, uint32_t borrow)
{
    uint32_t taken = borrow * CARRIED;
    unsigned i;
    for (i = 0; i < WORDS; i++) {
        const uint64_t difference = (uint64_t)r->words[i] - taken;
        r->words[i] = (uint32_t)difference;
        taken = (uint32_t)(difference >> 63);
    }
    return taken;
}

static void subtract(number_t *r, const number_t *a, const number_t *b)
{
    uint32_t borrow = 0;
    unsigned i;
    for (i = 0; i < WORDS; i++) {
        const uint64_t difference = (uint64_t)a->words[i] - b->words[i] - borrow;
        r->words[i] = (uint32_t)difference;
        borrow = (uint32_t)(difference >> 63);
    }
    /* where anything is borrowed again, the first word is among its 38 greatest */
    r->words[0] -= borrow_out(r, borrow) * CARRIED;
}

static void multiply(number_t *r, const number_t *a, const number_t *b)
{
    uint32_t wide[2 * WORDS] = {0};
    uint64_t sum = 0;
    unsigned i;
    unsigned j;
    for (i = 0; i < WORDS; i++) {
        uint32_t carry = 0;
        for (j = 0; j < WORDS; j++) {
            /* at most (2^32 - 1)^2 + 2 (2^32 - 1), which is 2^64 - 1 */
            const uint64_t product = (uint64_t)a->words[i] * b->words[j] + wide[i + j] + carry;
            wide[i + j] = (uint32_t)product;
            carry = (uint32_t)(product >> WORD_BITS);
        }
        wide[i + WORDS] = carry;
    }
    for (i = 0; i < WORDS; i++) {
        sum += (uint64_t)wide[i + WORDS] * CARRIED + wide[i];
        r->words[i] = (uint32_t)sum;
        sum >>= WORD_BITS;
    }
    settle(r, (uint32_t)sum);
}

static void multiply_small(number_t *r, const number_t *a, uint32_t factor)
{
    uint64_t sum = 0;
    unsigned i;
    for (i = 0; i < WORDS; i++) {
        sum += (uint64_t)a->words[i] * factor;
        r->words[i] = (uint32_t)sum;
        sum >>= WORD_BITS;
    }
    settle(r, (uint32_t)sum);
}

/* a, squared so many times, times b. */
static void power(number_t *r, const number_t *a, unsigned squarings, const number_t *b)
{
    number_t square = *a;
    while (squarings-- > 0) {
        multiply(&square, &square, &square);
    }
    multiply(r, &square, b);
}

/* a^(p - 2) = a^((2^250 - 1) 2^5 + 11); the names are exponents, with bits for how many ones. */
static void invert(number_t *r, const number_t *a)
{
    number_t square;
    number_t eleven;
    number_t bits5;
    number_t bits10;
    number_t bits50;
    number_t more;
    multiply(&square, a, a);
    power(&eleven, &square, 2, a);             /* 9 */
    multiply(&eleven, &eleven, &square);       /* 11 */
    power(&bits5, &square, 0, a);              /* 3, two ones */
    power(&more, &bits5, 2, &bits5);           /* four */
    power(&bits5, &more, 1, a);                /* five */
    power(&bits10, &bits5, 5, &bits5);         /* ten */
    power(&more, &bits10, 10, &bits10);        /* twenty */
    power(&more, &more, 20, &more);            /* forty */
    power(&bits50, &more, 10, &bits10);        /* fifty */
    power(&more, &bits50, 50, &bits50);        /* a hundred */
    power(&more, &more, 100, &more);           /* two hundred */
    power(&more, &more, 50, &bits50);          /* two hundred and fifty */
    power(r, &more, 5, &eleven);
}

/* Swaps two numbers where the bit is 1, and takes as long where it is 0. */
static void swap(number_t *a, number_t *b, uint32_t bit)
{
    const uint32_t mask = 0u - bit;
    unsigned i;
    for (i = 0; i < WORDS; i++) {
        const uint32_t changed = mask & (a->words[i] ^ b->words[i]);
        a->words[i] ^= changed;
        b->words[i] ^= changed;
    }
}

/* Doubles the one point and adds both, with the names of RFC 7748. */
static void climb(ladder_t *ladder, const number_t *x1)
{
    number_t a;
    number_t b;
    number_t aa;
    number_t e;
    number_t da;
    number_t cb;
    add(&a, &ladder->x2, &ladder->z2);
    subtract(&b, &ladder->x2, &ladder->z2);
    add(&cb, &ladder->x3, &ladder->z3);
    subtract(&da, &ladder->x3, &ladder->z3);
    multiply(&da, &da, &a);
    multiply(&cb, &cb, &b);
    add(&e, &da, &cb);
    multiply(&ladder->x3, &e, &e);
    subtract(&e, &da, &cb);
    multiply(&e, &e, &e);
    multiply(&ladder->z3, x1, &e);
    multiply(&aa, &a, &a);
    multiply(&b, &b, &b);
    subtract(&e, &aa, &b);
    multiply(&ladder->x2, &aa, &b);
    multiply_small(&a, &e, A24);
    add(&a, &a, &aa);
    multiply(&ladder->z2, &e, &a);
}

static void read(number_t *r, const uint8_t *bytes)
{
    unsigned i;
    for (i = 0; i < WORDS; i++) {
        const uint8_t *const at = bytes + 4u * i;
        r->words[i] = at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
    }
}

/* Adds a small number; the sum is below 2^256. */
static void add_small(number_t *r, uint32_t small)
{
    uint64_t sum = small;
    unsigned i;
    for (i = 0; i < WORDS; i++) {
        sum += r->words[i];
        r->words[i] = (uint32_t)sum;
        sum >>= WORD_BITS;
    }
}

/* Takes the highest bit away; returns it. */
static uint32_t take_top(number_t *r)
{
    const uint32_t top = r->words[WORDS - 1] >> (WORD_BITS - 1);
    r->words[WORDS - 1] &= ~TOP_BIT;
    return top;
}

static void write_word(uint8_t *bytes, uint32_t word)
{
    bytes[0] = (uint8_t)word;
    bytes[1] = (uint8_t)(word >> 8);
    bytes[2] = (uint8_t)(word >> 16);
    bytes[3] = (uint8_t)(word >> 24);
}

/*
 * Writes the least number that means the same. 2^255 is 19, which leaves a number below 2^255 + 19; where that is p or
 * more, 19 more reaches 2^255, and what is left without it is the number less p.
 */
static void write(uint8_t *bytes, number_t *r)
{
    number_t less;
    uint32_t mask;
    unsigned i;
    add_small(r, 19u * take_top(r));
    less = *r;
    add_small(&less, 19u);
    mask = 0u - take_top(&less);
    for (i = 0; i < WORDS; i++) {
        write_word(bytes + 4u * i, (less.words[i] & mask) | (r->words[i] & ~mask));
    }
}

/* A bit of a scalar, some of which RFC 7748 sets. */
static uint32_t bit(const uint8_t *scalar, unsigned number)
{
    const uint32_t one = (uint32_t)scalar[number / 8u] >> number % 8u & 1u;
    return number == SCALAR_BITS - 1 ? 1u : number < 3u ? 0u : one;
}

THIMBLE_SHARED
int thimble_x25519(uint8_t *product, const uint8_t *scalar, const uint8_t *point)
{
    number_t x1;
    ladder_t ladder;
    uint32_t swapped = 0;
    uint32_t any = 0;
    unsigned i;
    read(&x1, point);
    x1.words[WORDS - 1] &= ~TOP_BIT;
    memset(&ladder, 0, sizeof ladder);
    ladder.x2.words[0] = 1;
    ladder.x3 = x1;
    ladder.z3.words[0] = 1;
    for (i = SCALAR_BITS; i-- > 0;) {
        const uint32_t next = bit(scalar, i);
        swap(&ladder.x2, &ladder.x3, swapped ^ next);
        swap(&ladder.z2, &ladder.z3, swapped ^ next);
        swapped = next;
        climb(&ladder, &x1);
    }
    swap(&ladder.x2, &ladder.x3, swapped);
    swap(&ladder.z2, &ladder.z3, swapped);
    invert(&ladder.z2, &ladder.z2);
    multiply(&ladder.x2, &ladder.x2, &ladder.z2);
    write(product, &ladder.x2);
    for (i = 0; i < THIMBLE_X25519_BYTES; i++) {
        any |= product[i];
    }
    return any != 0;
}

THIMBLE_SHARED
void thimble_x25519_public(uint8_t *key, const uint8_t *scalar)
{
    static const uint8_t base[THIMBLE_X25519_BYTES] = {9};
    (void)thimble_x25519(key, scalar, base);
}
