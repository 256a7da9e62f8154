/* SPDX-License-Identifier: Apache-2.0 */
/* A flash that loses power, forgets and errs as real ones do, for tests of what is built on it. */
#ifndef FLASH_MODEL_H
#define FLASH_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "thimble/flash.h"

/* Bytes of the largest block. */
#ifndef FLASH_MODEL_BLOCK_BYTES
#define FLASH_MODEL_BLOCK_BYTES (1u << 20)
#endif

/* What goes wrong at one operation. */
enum flash_fault {
    FLASH_CUT_BEFORE,    /* power fails before it */
    FLASH_CUT_PREFIX,    /* the bytes up to some place are written or erased, the others as they were */
    FLASH_CUT_BITS,      /* some of the bits */
    FLASH_CUT_UNSTABLE,  /* some of the bits, and those that differ read as either from then on, each time anew */
    FLASH_CUT_AFTER,     /* power fails after it */
    FLASH_REFUSES,       /* it reports a failure and does nothing */
    FLASH_DOES_NOTHING,  /* it reports success and does nothing */
    FLASH_FAULTS
};

/* A fault at the n-th operation of a process, from 1; 0: none. */
typedef struct {
    uint32_t operation;
    enum flash_fault fault;
} flash_plan_t;

/* A flash whose bytes outlive the process that writes them. */
typedef struct {
    thimble_flash_shape_data shape;
    size_t size;
    uint8_t *bytes;
    uint8_t *unstable; /* a mask: these bits read as either */
    uint8_t *used;     /* of each unit: 1 where it may not be written before it is erased */
    flash_plan_t plan;
    uint32_t operations; /* of this process */
    uint32_t random;
    void (*cut)(void); /* ends the process */
} flash_model_t;

/* Called where its rules are broken, which no caller may; it does not return. The program brings it. */
void flash_model_broken(const char *what, uint32_t offset);

/* Bytes that a flash of this shape takes, all three arrays together. */
size_t flash_model_bytes(const thimble_flash_shape_data *shape);

/* A flash in memory of so many bytes, at a multiple of 16; everything is erased. */
void flash_model_open(flash_model_t *flash, const thimble_flash_shape_data *shape, uint8_t *memory);

/* The flash that this memory holds already. */
void flash_model_attach(flash_model_t *flash, const thimble_flash_shape_data *shape, uint8_t *memory);

/* A process begins: bits that are unstable fall one way or the other. */
void flash_model_start(flash_model_t *flash, flash_plan_t plan, uint32_t seed);

#endif
