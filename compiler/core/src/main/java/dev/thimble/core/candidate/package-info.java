/** The choices that trade memory for time, what each costs, and which one a goal takes. */
package dev.thimble.core.candidate;
