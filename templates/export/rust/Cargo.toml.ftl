# SPDX-License-Identifier: Apache-2.0
[package]
name = "thimble_${package.name}"
version = "${version}"
edition = "2021"
rust-version = "1.58"
description = "${package.summary}"
license-file = "LICENSE"
readme = "README.md"
links = "thimble_${package.name}"
build = "build.rs"
exclude = [".thimble-*"]

[build-dependencies]
cc = "1"
