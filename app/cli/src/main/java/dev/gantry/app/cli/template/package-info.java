/// Go's text/template, as far as docker's `--format` goes.
@NullMarked
package dev.gantry.app.cli.template;

import org.jspecify.annotations.NullMarked;
