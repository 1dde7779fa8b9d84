/// Engines as processes of their own, and the clients that drive them.
///
/// A test names no engine: it gets an [dev.gantry.tests.harness.Engine] from
/// [dev.gantry.tests.harness.Engines] and runs unchanged against Gantry or against the dockerd it
/// is compared with.
@NullMarked
package dev.gantry.tests.harness;

import org.jspecify.annotations.NullMarked;
