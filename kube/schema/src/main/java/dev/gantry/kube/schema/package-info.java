/// Kinds as data.
@NullMarked
package dev.gantry.kube.schema;

import org.jspecify.annotations.NullMarked;
