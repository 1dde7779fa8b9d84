/// What a Kubernetes cluster must do, behaviour by behaviour: each test restates in its own words
/// one that upstream's conformance suite names, and says which by [Behaviour]. The table of all of
/// them, with the missing ones, is `docs/conformance.md`.
@NullMarked
package dev.gantry.tests.conformance;

import org.jspecify.annotations.NullMarked;
