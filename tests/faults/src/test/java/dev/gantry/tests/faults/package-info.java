/// What Gantry promises when something breaks: its daemon is killed, its helpers are, its state is
/// damaged, its clients stall.
///
/// Each test is repeated a few times by default, and as often as a release deserves with
/// `-Dgantry.faults=full`. What happens when is random; a failed run is repeated by
/// `-Dgantry.faults.seed=N` with the number it printed.
@NullMarked
package dev.gantry.tests.faults;

import org.jspecify.annotations.NullMarked;
