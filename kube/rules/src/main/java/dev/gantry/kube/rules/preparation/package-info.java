/// What a write may not decide for itself: which parts of an object a path changes, and what is set
/// aside or counted on the way.
@NullMarked
package dev.gantry.kube.rules.preparation;

import org.jspecify.annotations.NullMarked;
