/// Raw terminals, detach keys, hijacked streams and signals.
@NullMarked
package dev.gantry.app.cli.terminal;

import org.jspecify.annotations.NullMarked;
