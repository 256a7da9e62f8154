package dev.thimble.core.ir;

/** Element-wise functions. */
public enum ActivationKind {
    /** x · Φ(x), by the error function (Hendrycks and Gimpel 2016, arXiv 1606.08415). */
    GELU,
    /** The tanh approximation of GELU: 0.5x(1 + tanh(√(2/π)(x + 0.044715x³))). */
    GELU_TANH,
    /** max(x, 0). */
    RELU,
    /** x / (1 + e^-x). */
    SILU,
    /** Hyperbolic tangent. */
    TANH
}
