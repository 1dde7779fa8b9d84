/// The verbs about the engine itself.
@NullMarked
package dev.gantry.app.cli.system;

import org.jspecify.annotations.NullMarked;
