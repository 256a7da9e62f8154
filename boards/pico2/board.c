/*
 * Raspberry Pi Pico 2: an image for the RP2350's Arm cores in the secure state. Its vector table is where the image
 * begins.
 */

/* Executable, secure, Arm, RP2350. */
#define IMAGE_TYPE 0x10210142u

#include "image_block.h"
