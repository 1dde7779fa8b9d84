package dev.gantry.kube.apiserver;

import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.platform.http.RawStream;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The way of a request into SPDY: `Upgrade: SPDY/3.1`, and the protocol spoken on top of it,
/// which is negotiated in headers of their own.
final class SpdyUpgrade {
  private static final String OFFER = "X-Stream-Protocol-Version";
  private static final String ANSWER = "X-Accepted-Stream-Protocol-Versions";

  private SpdyUpgrade() {}

  /// Chooses the client's favourite among the supported protocols; empty when it names none, as
  /// the oldest clients do.
  ///
  /// @throws StatusException when there is no common one, or no upgrade is asked for
  static Optional<String> negotiate(Request request, Response response, List<String> supported) {
    if (!request.headers().hasToken("Connection", "upgrade")
        || !request.headers().hasToken("Upgrade", "SPDY/3.1")) {
      throw StatusException.badRequest("unable to upgrade: missing upgrade headers in request");
    }
    List<String> offered =
        request.headers().all(OFFER).stream()
            .flatMap(line -> Arrays.stream(line.split(",", -1)))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    Optional<String> chosen = offered.stream().filter(supported::contains).findFirst();
    if (chosen.isEmpty() && !offered.isEmpty()) {
      response.header(ANSWER, supported);
      throw new StatusException(
          StatusReason.FORBIDDEN,
          "unable to upgrade: unable to negotiate protocol: client supports [%s], server accepts [%s]"
              .formatted(String.join(" ", offered), String.join(" ", supported)),
          Optional.empty());
    }
    chosen.ifPresent(name -> response.header(OFFER, name));
    return chosen;
  }

  static RawStream accept(Response response) throws IOException {
    return response.upgrade("SPDY/3.1");
  }
}
