/*
 * Rounds of a fleet over the line protocol (protocol.h): a device that is given a task, trains as it says, and tells
 * what changed (docs/fleet.md of Thimble). Programs of packages that have a trainer answer these requests, on a board
 * and on the host, beside those of training.h.
 *
 *   I <round> <hex>      who the device is, an id of 16 bytes and a key of 32, and which round it has answered last:
 *                        "ok known"; kept in RAM
 *   T <hex>              a message with a task: "ok task <reason> <round> <examples> <epochs>", by the reasons of
 *                        thimble/fleet.h: how many examples count at most, and how often each is to be learned from
 *   L <seed>             a trainer begins as the task says, answered as "g" is; examples come with "l"
 *   U <examples> <seed>  training has ended, on so many examples, and the record of what changed is made: "ok record
 *                        <reason> <bytes> <instructions>"; noise is of a generator that begins with this seed, not 0
 *   R <at> <count>       "ok bytes <n> <hex>": so many bytes of the record from this one on; none where it has fewer
 *   C <hex>              a message with a receipt: "ok receipt <reason> <refused>": whether it is one, and why the
 *                        record does not count, 0 where it does
 *
 * Without an identity every message is one for another device (2). A task is refused with 9, too, where this firmware
 * has no memory for its record, as it never has for a masked one. "L" without a task is answered with
 * THIMBLE_ERROR_TRAINING; "U" without a task, or for a second time, with 6, and without examples with 8; "C" with 7
 * where the receipt is not that of the record.
 *
 * A task may be for all values, or for those that are exchanged where each device has a head of its own: with "h" of
 * training.h the head is trained by itself, and the record has nothing of it. A product whose head is to stay answers
 * tasks of the second kind alone.
 *
 * The record lies in the trainer until another training begins: it can be sent again until there is a receipt for it.
 *
 * This is an example. A product reads id and key from a store that nobody else can read, never from a console; keeps
 * the round that it has answered where no power cut takes it, before the record leaves it; and takes random bytes from
 * its core's own source.
 */
#ifndef THIMBLE_ROUNDS_H
#define THIMBLE_ROUNDS_H

#include <stddef.h>

#include "request.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Answers the request that was read, if it is one of those above; the model is the one in use. */
enum thimble_served thimble_rounds_serve(size_t model);

#ifdef __cplusplus
}
#endif

#endif
