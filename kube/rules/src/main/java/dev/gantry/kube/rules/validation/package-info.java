/// What upstream accepts, and in which words it refuses the rest.
@NullMarked
package dev.gantry.kube.rules.validation;

import org.jspecify.annotations.NullMarked;
