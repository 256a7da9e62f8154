package dev.thimble.device.toolchain;

/** A program that Thimble starts. */
public enum Tool {
    /** The Java that runs the compiler and its tests. */
    JAVA("java", "openjdk-17-jdk-headless"),
    /** Builds for the host. */
    GCC("gcc", "gcc libc6-dev"),
    /** Checks that the C is C++11 too. */
    GXX("g++", "g++"),
    /** Builds for boards. */
    ARM_GCC("arm-none-eabi-gcc", "gcc-arm-none-eabi libnewlib-arm-none-eabi"),
    /** Runs boards. */
    QEMU("qemu-system-arm", "qemu-system-arm");

    private final String program;
    private final String packages;

    Tool(String program, String packages) {
        this.program = program;
        this.packages = packages;
    }

    /** The program's name on the search path. */
    public String program() {
        return program;
    }

    /** The Debian and Ubuntu packages that bring it. */
    public String packages() {
        return packages;
    }

    /** The line to type where it is missing. */
    public String installLine() {
        return "sudo apt-get install -y " + packages;
    }
}
