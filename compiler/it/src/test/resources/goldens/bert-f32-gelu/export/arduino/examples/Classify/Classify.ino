// SPDX-License-Identifier: Apache-2.0
// Classifies each line that comes over the serial port, and one text at the start. Written by thimble export.
#include <tiny.h>

static union {
  uint64_t aligned;
  uint8_t bytes[THIMBLE_TINY_ARENA_BYTES];
} arena;
static thimble_tiny_t model;

static char line[256];
static size_t length;

static void classify(const char *text, size_t bytes) {
  thimble_result_t result;
  int status = thimble_tiny_classify(&model, text, bytes, &result);
  if (status == THIMBLE_OK) {
    Serial.println(thimble_tiny_label(result.label));
  } else {
    Serial.print("error ");
    Serial.println(status);
  }
}

void setup() {
  Serial.begin(115200);
  int status = thimble_tiny_init(&model, arena.bytes, sizeof arena.bytes);
  if (status != THIMBLE_OK) {
    Serial.print("error ");
    Serial.println(status);
    return;
  }
  const char text[] = "Play some jazz, please!";
  classify(text, sizeof text - 1);
}

void loop() {
  while (Serial.available() > 0) {
    int c = Serial.read();
    if (c == '\n') {
      classify(line, length);
      length = 0;
    } else if (c != '\r' && length < sizeof line) {
      line[length++] = (char)c;
    }
  }
}
