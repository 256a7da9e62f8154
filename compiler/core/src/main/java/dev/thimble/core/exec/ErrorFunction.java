package dev.thimble.core.exec;

/**
 * erf to 4e-15: a Taylor polynomial around the nearest of a grid of points, whose values come from the Maclaurin series
 * (Abramowitz and Stegun 7.1.6) when the class is loaded.
 */
final class ErrorFunction {
    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

    /** From here on erf is 1 to within 2e-17. */
    private static final int END = 6;

    /** Grid points in a unit: |h| ≤ 1/64, so the first term that is left out is below 1e-16. */
    private static final int PER_UNIT = 32;

    private static final int DEGREE = 8;
    private static final double[][] POLYNOMIALS = new double[END * PER_UNIT + 1][];

    static {
        for (int point = 0; point < POLYNOMIALS.length; point++) {
            POLYNOMIALS[point] = polynomial((double) point / PER_UNIT);
        }
    }

    private ErrorFunction() {}

    static double at(double x) {
        double magnitude = Math.abs(x);
        if (magnitude >= END) {
            return Math.signum(x);
        }
        int point = (int) (magnitude * PER_UNIT + 0.5);
        double h = magnitude - (double) point / PER_UNIT;
        double[] coefficients = POLYNOMIALS[point];
        double value = 0;
        for (int n = DEGREE; n >= 0; n--) {
            value = value * h + coefficients[n];
        }
        return Math.copySign(value, x);
    }

    /**
     * Taylor coefficients at g. The derivative y = erf' obeys y' = -2x·y, so its own coefficients b obey
     * (m+1)·b_(m+1) = -2g·b_m - 2·b_(m-1), and erf's are b_(n-1) / n.
     */
    private static double[] polynomial(double g) {
        double[] coefficients = new double[DEGREE + 1];
        coefficients[0] = series(g);
        double before = 0;
        double b = TWO_OVER_ROOT_PI * StrictMath.exp(-g * g);
        for (int n = 1; n <= DEGREE; n++) {
            coefficients[n] = b / n;
            double next = (-2 * g * b - 2 * before) / n;
            before = b;
            b = next;
        }
        return coefficients;
    }

    /** 2/√π · e^(-x²) · Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)): terms of one sign, so nothing cancels. */
    static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-17; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return TWO_OVER_ROOT_PI * StrictMath.exp(-x * x) * sum;
    }
}
