/// Linux system calls through FFM.
@NullMarked
package dev.gantry.platform.linux;

import org.jspecify.annotations.NullMarked;
