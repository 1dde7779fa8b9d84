/// The verbs about containers.
@NullMarked
package dev.gantry.app.cli.container;

import org.jspecify.annotations.NullMarked;
