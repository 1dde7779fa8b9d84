/// How docker shows things: tables, sizes, ages, progress.
@NullMarked
package dev.gantry.app.cli.format;

import org.jspecify.annotations.NullMarked;
