/// What upstream fills in where an object says nothing.
@NullMarked
package dev.gantry.kube.rules.defaults;

import org.jspecify.annotations.NullMarked;
