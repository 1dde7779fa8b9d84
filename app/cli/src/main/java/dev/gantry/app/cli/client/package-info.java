/// Talking to the engine: where it is, HTTP over a socket, JSON.
@NullMarked
package dev.gantry.app.cli.client;

import org.jspecify.annotations.NullMarked;
