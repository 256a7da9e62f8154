/* ${model.name}: the constants. Written by thimble compile; do not edit. */
#include "${model.name}_constants.h"
${definitions}
