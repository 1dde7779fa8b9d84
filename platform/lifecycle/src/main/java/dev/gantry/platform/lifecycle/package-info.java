/// Threads with owners, keyed locks.
@NullMarked
package dev.gantry.platform.lifecycle;

import org.jspecify.annotations.NullMarked;
