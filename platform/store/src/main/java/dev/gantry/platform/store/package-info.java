/// Revisioned key-value store.
@NullMarked
package dev.gantry.platform.store;

import org.jspecify.annotations.NullMarked;
