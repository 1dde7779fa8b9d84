/// Reads upstream's Java clients at build time and writes down the structure of the kinds.
@NullMarked
package dev.gantry.kube.schemagenerator;

import org.jspecify.annotations.NullMarked;
