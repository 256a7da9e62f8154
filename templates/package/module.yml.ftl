# SPDX-License-Identifier: Apache-2.0
name: thimble_${package.name}
build:
  cmake: zephyr
  kconfig: zephyr/Kconfig
