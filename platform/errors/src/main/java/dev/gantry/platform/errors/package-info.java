/// Failure categories.
@NullMarked
package dev.gantry.platform.errors;

import org.jspecify.annotations.NullMarked;
