/// The gantry command.
@NullMarked
package dev.gantry.app.cli;

import org.jspecify.annotations.NullMarked;
