/** The memory plan: lifetimes, placement in one arena, and the bound that it is measured by. */
package dev.thimble.core.plan;
