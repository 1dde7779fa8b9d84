/// The scheduler.
@NullMarked
package dev.gantry.kube.scheduler;

import org.jspecify.annotations.NullMarked;
