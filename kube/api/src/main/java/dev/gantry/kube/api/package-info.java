/// The Kubernetes API without its wire.
@NullMarked
package dev.gantry.kube.api;

import org.jspecify.annotations.NullMarked;
