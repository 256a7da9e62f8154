# SPDX-License-Identifier: Apache-2.0

config THIMBLE_${package.macro}
	bool "Thimble model ${package.name}"
	help
	  Adds the library thimble_${package.name} and its headers:
	  ${package.summary()}.
