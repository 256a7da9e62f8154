// SPDX-License-Identifier: Apache-2.0
//! Compiles the C of the package; its kernels are made for optimising compilers.

fn main() {
    let sources = [
<#list package.sources as source>
        "c/${source}",
</#list>
    ];
    println!("cargo:rerun-if-changed=c");
    cc::Build::new()
        .files(sources)
        .include("c/include")
        .flag_if_supported("-std=c99")
        .opt_level(2)
        .compile("thimble_${package.name}");
}
