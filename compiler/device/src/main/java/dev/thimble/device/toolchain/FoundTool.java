package dev.thimble.device.toolchain;

import java.nio.file.Path;

/**
 * A program on this machine.
 *
 * @param tool which
 * @param path where
 * @param version the first line it prints about itself
 */
public record FoundTool(Tool tool, Path path, String version) {}
