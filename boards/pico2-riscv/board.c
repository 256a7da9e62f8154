/* Raspberry Pi Pico 2: an image for the RP2350's RISC-V cores. They start where the image begins. */

/* Executable, RISC-V, RP2350. */
#define IMAGE_TYPE 0x11010142u

#include "image_block.h"
