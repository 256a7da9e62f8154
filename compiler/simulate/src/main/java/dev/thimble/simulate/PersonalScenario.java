package dev.thimble.simulate;

/**
 * What happens in a simulation where devices have a head of their own, and where some come when it is over.
 *
 * @param fleet what happens to all devices
 * @param newcomers the share of devices that take part in no round: the last ones
 * @param epochs how often a device goes through its examples when it makes its own head
 */
public record PersonalScenario(Scenario fleet, double newcomers, int epochs) {
    /** How many devices take part. */
    public int participants() {
        return fleet.devices() - (int) Math.round(newcomers * fleet.devices());
    }
}
