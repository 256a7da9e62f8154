# SPDX-License-Identifier: Apache-2.0
version: "${version}"
description: "${package.summary()}"
dependencies:
  idf: ">=4.4"
files:
  exclude:
    - "build/**/*"
    - "results/**/*"
    - "verify/**/*"
