/// The grammar of the command line: what a verb declares, and pflag's rules for reading it.
@NullMarked
package dev.gantry.app.cli.grammar;

import org.jspecify.annotations.NullMarked;
