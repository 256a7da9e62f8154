/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: COSE_Mac0 (RFC 9052, section 6.2) with HMAC 256/256, what a device and its server send each other:
 *
 *     17([ << {1: 5} >>, {4: h'id'}, << payload >>, h'code' ])
 */
#ifndef THIMBLE_MAC0_H
#define THIMBLE_MAC0_H

#include "cbor.h"
#include "thimble/fleet.h"
#include "thimble/symbols.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes before the payload: what is always the same, and the id. */
#define THIMBLE_MAC0_HEAD_BYTES 25

/* Bytes of the code, and its head before it. */
#define THIMBLE_MAC0_CODE_BYTES 32
#define THIMBLE_MAC0_CODE_HEAD_BYTES 2

/* What a code is for; one for the one is none for the other. */
enum { THIMBLE_MAC0_UPDATE = 0, THIMBLE_MAC0_TASK = 1, THIMBLE_MAC0_RECEIPT = 2, THIMBLE_MAC0_MASKING = 3 };

/* Writes what stands before the payload. */
void thimble_mac0_write_head(uint8_t *head, const uint8_t *id);

/* Writes the code of a payload of count bytes, its head among them: MAC_structure ends with the same bytes. */
void thimble_mac0_write_code(uint8_t *code, const uint8_t *key, unsigned purpose, const uint8_t *payload,
                             size_t count);

/*
 * Enters a message of count bytes, whatever they are. Returns THIMBLE_FLEET_OK where it is for this device and under
 * the code of its key; what is to be read is then its payload. Else returns THIMBLE_FLEET_FORMAT, _DEVICE or _MAC.
 */
int thimble_mac0_enter(thimble_cbor_t *payload, const thimble_fleet_device_data *device, unsigned purpose,
                       const uint8_t *message, size_t count);

/* Leaves the payload: THIMBLE_FLEET_OK where it was read to its end, and nothing of it was wrong; else _FORMAT. */
int thimble_mac0_leave(thimble_cbor_t *payload);

#ifdef __cplusplus
}
#endif

#endif
