package dev.thimble.device.toolchain;

import java.nio.file.Path;

/**
 * What a host build made.
 *
 * @param executable answers the line protocol
 * @param library the package alone, for linking into a program
 */
public record HostArtifacts(Path executable, Path library) {}
