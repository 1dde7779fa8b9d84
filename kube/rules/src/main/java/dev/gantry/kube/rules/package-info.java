/// What upstream fills in, accepts and prints, kind by kind.
@NullMarked
package dev.gantry.kube.rules;

import org.jspecify.annotations.NullMarked;
