/// The composition root.
@NullMarked
package dev.gantry.app.daemon;

import org.jspecify.annotations.NullMarked;
