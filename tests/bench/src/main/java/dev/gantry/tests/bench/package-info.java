/// Measures Gantry beside dockerd and podman, and says which goals it meets.
@NullMarked
package dev.gantry.tests.bench;

import org.jspecify.annotations.NullMarked;
