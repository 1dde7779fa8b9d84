/// The verbs about volumes.
@NullMarked
package dev.gantry.app.cli.volume;

import org.jspecify.annotations.NullMarked;
