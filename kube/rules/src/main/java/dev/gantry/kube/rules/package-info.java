/// What upstream fills in, accepts and changes, kind by kind: objects as seen through other
/// versions, through `scale` and through field selectors.
@NullMarked
package dev.gantry.kube.rules;

import org.jspecify.annotations.NullMarked;
