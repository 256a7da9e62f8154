// SPDX-License-Identifier: Apache-2.0
//! Compiles the C of the package; its kernels are made for optimising compilers.

fn main() {
    let sources = [
        "c/src/attention.c",
        "c/src/element.c",
        "c/src/embedding.c",
        "c/src/exp2.c",
        "c/src/linear_paired.c",
        "c/src/norm.c",
        "c/src/tiny_constants.c",
        "c/src/tiny_model.c",
        "c/src/tiny_tokenizer.c",
        "c/src/tokenizer_text.c",
        "c/src/tokenizer_wordpiece.c",
    ];
    println!("cargo:rerun-if-changed=c");
    cc::Build::new()
        .files(sources)
        .include("c/include")
        .flag_if_supported("-std=c99")
        .opt_level(2)
        .compile("thimble_tiny");
}
