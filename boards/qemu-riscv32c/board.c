/* QEMU's machine `virt` with a core of RV32IMC. */
#include "virt_board.h"
