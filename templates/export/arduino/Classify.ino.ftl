// SPDX-License-Identifier: Apache-2.0
// Classifies each line that comes over the serial port, and one text at the start. Written by thimble export.
<#assign model = package.models[0]>
#include <${package.name}.h>

static union {
  uint64_t aligned;
  uint8_t bytes[THIMBLE_${model.macro}_ARENA_BYTES];
} arena;
static thimble_${model.name}_t model;

static char line[256];
static size_t length;

static void classify(const char *text, size_t bytes) {
  thimble_result_t result;
  int status = thimble_${model.name}_classify(&model, text, bytes, &result);
  if (status == THIMBLE_OK) {
    Serial.println(thimble_${model.name}_label(<#if model.loaded>&model, </#if>result.label));
  } else {
    Serial.print("error ");
    Serial.println(status);
  }
}

void setup() {
  Serial.begin(115200);
  int status = thimble_${model.name}_init(&model, arena.bytes, sizeof arena.bytes);
  if (status != THIMBLE_OK) {
    Serial.print("error ");
    Serial.println(status);
    return;
  }
  const char text[] = "${package.text}";
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
