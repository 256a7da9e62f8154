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
enum { THIMBLE_MAC0_UPDATE = 0, THIMBLE_MAC0_TASK = 1, THIMBLE_MAC0_MASKING = 2 };

/* Writes what stands before the payload. */
void thimble_mac0_write_head(uint8_t *head, const uint8_t *id);

/* Writes the code of a payload of count bytes, its head among them: MAC_structure ends with the same bytes. */
void thimble_mac0_write_code(uint8_t *code, const uint8_t *key, unsigned purpose, const uint8_t *payload,
                             size_t count);

/*
 * Begins to read the payload of a message of count bytes that was sent to this device: where it is none, or its code is
 * not right, the reader is wrong. Returns where the payload ends.
 */
const uint8_t *thimble_mac0_enter(thimble_cbor_t *cbor, const thimble_fleet_device_data *device, unsigned purpose,
                                  const uint8_t *message, size_t count);

#ifdef __cplusplus
}
#endif

#endif
