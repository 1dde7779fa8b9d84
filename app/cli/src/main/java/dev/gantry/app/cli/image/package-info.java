/// The verbs about images and registries.
@NullMarked
package dev.gantry.app.cli.image;

import org.jspecify.annotations.NullMarked;
