/// The node agent.
@NullMarked
package dev.gantry.kube.kubelet;

import org.jspecify.annotations.NullMarked;
