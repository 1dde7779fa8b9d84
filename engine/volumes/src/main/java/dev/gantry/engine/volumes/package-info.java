/// Named and anonymous volumes on the local disk.
@NullMarked
package dev.gantry.engine.volumes;

import org.jspecify.annotations.NullMarked;
