/// Rules about the code that the compiler and Maven cannot enforce.
@NullMarked
package dev.gantry.tests.architecture;

import org.jspecify.annotations.NullMarked;
