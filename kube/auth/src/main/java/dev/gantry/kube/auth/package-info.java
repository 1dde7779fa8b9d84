/// Who a client is and what it may do.
@NullMarked
package dev.gantry.kube.auth;

import org.jspecify.annotations.NullMarked;
