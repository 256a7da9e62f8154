/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: secrets of masked rounds, each HMAC-SHA-256 under another one of a word and of what it is for. */
#include "secret.h"

#include <string.h>

#include "hmac.h"
#include "mask.h"

/* The words, in the order of the numbers; and those of two devices. */
static const char *const words[] = {"sealing key", "masking key", "own mask", "masking key's shares",
                                    "own mask's shares"};
static const char mask_word[] = "mask";
static const char encrypt_word[] = "encrypt";
static const char authenticate_word[] = "authenticate";

static void begin(thimble_hmac_t *hmac, const uint8_t *secret, const char *word)
{
    thimble_hmac_setup(hmac, secret, THIMBLE_SECRET_BYTES);
    thimble_hmac_update(hmac, (const uint8_t *)word, strlen(word));
}

THIMBLE_SHARED
void thimble_secret_of(uint8_t *secret, const uint8_t *seed, unsigned which)
{
    thimble_hmac_t hmac;
    begin(&hmac, seed, words[which]);
    thimble_hmac_finish(&hmac, secret);
}

THIMBLE_SHARED
void thimble_secret_mask(uint8_t *seed, const uint8_t *agreed, const uint8_t *roster)
{
    thimble_hmac_t hmac;
    begin(&hmac, agreed, mask_word);
    thimble_hmac_update(&hmac, roster, THIMBLE_SECRET_BYTES);
    thimble_hmac_finish(&hmac, seed);
}

/* A key for what the one seals for the other one. */
static void derive(uint8_t *key, const uint8_t *agreed, const char *word, const uint8_t *roster, const uint8_t *from,
                   const uint8_t *to)
{
    thimble_hmac_t hmac;
    begin(&hmac, agreed, word);
    thimble_hmac_update(&hmac, roster, THIMBLE_SECRET_BYTES);
    thimble_hmac_update(&hmac, from, THIMBLE_SECRET_ID_BYTES);
    thimble_hmac_update(&hmac, to, THIMBLE_SECRET_ID_BYTES);
    thimble_hmac_finish(&hmac, key);
}

/* Encrypts and decrypts. */
static void crypt(uint8_t *shares, const uint8_t *key)
{
    unsigned at;
    for (at = 0; at < THIMBLE_SECRET_SHARES_BYTES; at += THIMBLE_MASK_BYTES) {
        uint8_t block[THIMBLE_MASK_BYTES];
        unsigned i;
        thimble_mask_block(block, key, at / THIMBLE_MASK_BYTES);
        for (i = 0; i < THIMBLE_MASK_BYTES; i++) {
            shares[at + i] = (uint8_t)(shares[at + i] ^ block[i]);
        }
    }
}

static void write_code(uint8_t *code, const uint8_t *encrypted, const uint8_t *key)
{
    thimble_hmac_t hmac;
    thimble_hmac_setup(&hmac, key, THIMBLE_SECRET_BYTES);
    thimble_hmac_update(&hmac, encrypted, THIMBLE_SECRET_SHARES_BYTES);
    thimble_hmac_finish(&hmac, code);
}

THIMBLE_SHARED
void thimble_secret_seal(uint8_t *shares, const uint8_t *agreed, const uint8_t *roster, const uint8_t *from,
                         const uint8_t *to)
{
    uint8_t key[THIMBLE_SECRET_BYTES];
    derive(key, agreed, encrypt_word, roster, from, to);
    crypt(shares, key);
    derive(key, agreed, authenticate_word, roster, from, to);
    write_code(shares + THIMBLE_SECRET_SHARES_BYTES, shares, key);
}

THIMBLE_SHARED
int thimble_secret_unseal(uint8_t *shares, const uint8_t *sealed, const uint8_t *agreed, const uint8_t *roster,
                          const uint8_t *from, const uint8_t *to)
{
    uint8_t key[THIMBLE_SECRET_BYTES];
    uint8_t code[THIMBLE_SHA256_BYTES];
    unsigned differing = 0;
    unsigned i;
    derive(key, agreed, authenticate_word, roster, from, to);
    write_code(code, sealed, key);
    for (i = 0; i < sizeof code; i++) {
        differing |= (unsigned)(code[i] ^ sealed[THIMBLE_SECRET_SHARES_BYTES + i]);
    }
    derive(key, agreed, encrypt_word, roster, from, to);
    memcpy(shares, sealed, THIMBLE_SECRET_SHARES_BYTES);
    crypt(shares, key);
    return differing == 0;
}
