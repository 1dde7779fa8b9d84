/// What "compatible with Docker" means here: real clients against the real daemon.
///
/// Every expectation holds for the dockerd of Debian as well, or says that it is Docker 28's.
@NullMarked
package dev.gantry.tests.dockercli;

import org.jspecify.annotations.NullMarked;
