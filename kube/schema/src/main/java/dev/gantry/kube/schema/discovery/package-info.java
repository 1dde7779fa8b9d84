/// What the server says it serves.
@NullMarked
package dev.gantry.kube.schema.discovery;

import org.jspecify.annotations.NullMarked;
