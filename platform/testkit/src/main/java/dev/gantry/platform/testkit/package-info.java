/// Tools for tests.
@NullMarked
package dev.gantry.platform.testkit;

import org.jspecify.annotations.NullMarked;
