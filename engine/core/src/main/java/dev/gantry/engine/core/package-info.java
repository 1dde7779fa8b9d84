/// The use cases of the engine and their state.
@NullMarked
package dev.gantry.engine.core;

import org.jspecify.annotations.NullMarked;
