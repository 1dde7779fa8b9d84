/// What a verb is and what it gets to work with.
@NullMarked
package dev.gantry.app.cli.command;

import org.jspecify.annotations.NullMarked;
