/// Bridges, addresses, published ports.
@NullMarked
package dev.gantry.engine.network;

import org.jspecify.annotations.NullMarked;
