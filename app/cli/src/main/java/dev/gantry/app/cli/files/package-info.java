/// Local files: archives of them, and what `.dockerignore` leaves out.
@NullMarked
package dev.gantry.app.cli.files;

import org.jspecify.annotations.NullMarked;
