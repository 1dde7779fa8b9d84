/// HTTP server on Netty: blocking handlers on virtual threads over unix sockets and TCP.
@NullMarked
package dev.gantry.platform.http;

import org.jspecify.annotations.NullMarked;
