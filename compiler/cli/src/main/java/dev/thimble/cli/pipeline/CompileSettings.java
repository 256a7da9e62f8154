package dev.thimble.cli.pipeline;

import dev.thimble.core.kernel.KernelSet;
import dev.thimble.core.quant.QuantizerOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a compilation is asked for.
 *
 * @param model the model's folder
 * @param name the package's name, if not the folder's
 * @param maxTokens the longest sequence, if not the model's own
 * @param calibration sentences to take scales from, if given
 * @param budget bytes of flash and RAM together
 * @param kernels which kernels the steps run
 * @param equalize whether channels are equalised
 * @param quantizer the quantiser's steps
 */
public record CompileSettings(
        Path model,
        Optional<String> name,
        Optional<Integer> maxTokens,
        Optional<Path> calibration,
        long budget,
        KernelSet kernels,
        boolean equalize,
        QuantizerOptions quantizer) {}
