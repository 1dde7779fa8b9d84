/// Kubernetes objects as values.
@NullMarked
package dev.gantry.kube.objects;

import org.jspecify.annotations.NullMarked;
