/* QEMU's machine `virt` with a core of RV32IMAC. */
#include "virt_board.h"
