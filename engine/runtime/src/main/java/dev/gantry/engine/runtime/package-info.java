/// Crun and conmon: containers, exec, logs, stats.
@NullMarked
package dev.gantry.engine.runtime;

import org.jspecify.annotations.NullMarked;
