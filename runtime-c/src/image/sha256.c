/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: SHA-256 in portable C, small rather than unrolled. */
#include "sha256.h"

#ifndef THIMBLE_UPDATE_PORT

#include <string.h>

#define BLOCK_BYTES 64u

/* A block ends with the length in bits, as 8 bytes. */
#define LENGTH_AT (BLOCK_BYTES - 8u)

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* The first 32 bits of the fractional parts of the square roots of the first 8 primes. */
static const uint32_t first_state[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static uint32_t rotate(uint32_t x, unsigned right)
{
    return x >> right | x << (32u - right);
}

static uint32_t read_word(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void write_word(uint8_t *bytes, uint32_t word)
{
    bytes[0] = (uint8_t)(word >> 24);
    bytes[1] = (uint8_t)(word >> 16);
    bytes[2] = (uint8_t)(word >> 8);
    bytes[3] = (uint8_t)word;
}

/* Word t of the message schedule, from the 16 words before it, whose oldest it takes the place of. */
static uint32_t next_word(uint32_t *schedule, unsigned t)
{
    const uint32_t x = schedule[(t + 1u) & 15u];
    const uint32_t y = schedule[(t + 14u) & 15u];
    schedule[t & 15u] += (rotate(x, 7) ^ rotate(x, 18) ^ x >> 3) + schedule[(t + 9u) & 15u]
                         + (rotate(y, 17) ^ rotate(y, 19) ^ y >> 10);
    return schedule[t & 15u];
}

static void compress(uint32_t *state, const uint8_t *block)
{
    uint32_t schedule[16];
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    unsigned t;
    for (t = 0; t < 16u; t++) {
        schedule[t] = read_word(block + 4u * t);
    }
    for (t = 0; t < 64u; t++) {
        const uint32_t word = t < 16u ? schedule[t] : next_word(schedule, t);
        const uint32_t choice = g ^ (e & (f ^ g));
        const uint32_t majority = (a & b) | (c & (a | b));
        const uint32_t one = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + round_constants[t] + word;
        const uint32_t two = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority;
        h = g;
        g = f;
        f = e;
        e = d + one;
        d = c;
        c = b;
        b = a;
        a = one + two;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
}

THIMBLE_SHARED
void thimble_sha256_setup(thimble_sha256_t *hash)
{
    memcpy(hash->state, first_state, sizeof first_state);
    hash->bytes = 0;
}

THIMBLE_SHARED
void thimble_sha256_update(thimble_sha256_t *hash, const uint8_t *bytes, size_t count)
{
    while (count != 0) {
        const size_t filled = hash->bytes % BLOCK_BYTES;
        const size_t room = BLOCK_BYTES - filled;
        const size_t taken = count < room ? count : room;
        memcpy(hash->block + filled, bytes, taken);
        hash->bytes += (uint32_t)taken;
        bytes += taken;
        count -= taken;
        if (taken == room) {
            compress(hash->state, hash->block);
        }
    }
}

THIMBLE_SHARED
void thimble_sha256_finish(thimble_sha256_t *hash, uint8_t *digest)
{
    size_t filled = hash->bytes % BLOCK_BYTES;
    unsigned i;
    hash->block[filled++] = 0x80;
    if (filled > LENGTH_AT) {
        memset(hash->block + filled, 0, BLOCK_BYTES - filled);
        compress(hash->state, hash->block);
        filled = 0;
    }
    memset(hash->block + filled, 0, LENGTH_AT - filled);
    write_word(hash->block + LENGTH_AT, hash->bytes >> 29);
    write_word(hash->block + LENGTH_AT + 4u, hash->bytes << 3);
    compress(hash->state, hash->block);
    for (i = 0; i < 8u; i++) {
        write_word(digest + 4u * i, hash->state[i]);
    }
}

#endif
