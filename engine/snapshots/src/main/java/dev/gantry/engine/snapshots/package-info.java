/// Overlay snapshotter with layer apply and diff.
@NullMarked
package dev.gantry.engine.snapshots;

import org.jspecify.annotations.NullMarked;
