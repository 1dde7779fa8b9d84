/// The verbs about networks.
@NullMarked
package dev.gantry.app.cli.network;

import org.jspecify.annotations.NullMarked;
