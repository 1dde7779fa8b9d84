/// Stock kubectl and Helm against the real cluster: what "compatible" means here.
@NullMarked
package dev.gantry.tests.kubectl;

import org.jspecify.annotations.NullMarked;
