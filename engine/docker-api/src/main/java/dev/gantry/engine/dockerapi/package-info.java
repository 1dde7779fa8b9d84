/// The Docker Engine API.
@NullMarked
package dev.gantry.engine.dockerapi;

import org.jspecify.annotations.NullMarked;
