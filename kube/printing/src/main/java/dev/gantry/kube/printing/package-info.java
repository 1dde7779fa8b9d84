/// Objects as tables, which is how `kubectl get` asks for them.
@NullMarked
package dev.gantry.kube.printing;

import org.jspecify.annotations.NullMarked;
