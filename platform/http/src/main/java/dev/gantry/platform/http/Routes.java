package dev.gantry.platform.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Finds the handler for a method and a path.
///
/// ```java
/// Handler api =
///     Routes.builder()
///         .on("GET", "/containers/{id}/json", containers::inspect)
///         .on("GET", "/images/json", images::list)
///         .on("GET", "/images/{name:.*}/json", images::inspect) // names contain slashes
///         .on("POST", "/build", build, Routes.UNLIMITED)
///         .build();
/// ```
///
/// `{id}` matches one segment of the path, `{name:.*}` one or more; either may be followed by
/// further segments. Where several templates match, the one wins that is literal where the
/// others are not, from left to right. A GET route answers HEAD too, unless there is one for
/// HEAD. Matching happens before percent-decoding, so an encoded slash never separates
/// segments.
///
/// A path nobody knows is an [HttpException] with status 404, a known path with another method
/// one with 405.
public final class Routes implements Handler {
  /// No limit for the body.
  public static final long UNLIMITED = Long.MAX_VALUE;

  private static final long DEFAULT_BODY_LIMIT = 4 << 20;

  private final Map<String, List<Route>> byFirstSegment;
  private final List<Route> anyFirstSegment;

  private Routes(Map<String, List<Route>> byFirstSegment, List<Route> anyFirstSegment) {
    this.byFirstSegment = byFirstSegment;
    this.anyFirstSegment = anyFirstSegment;
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public void handle(Request request, Response response) throws IOException, InterruptedException {
    List<String> segments = PathTemplate.segments(request.path());
    var allowed = new TreeSet<String>();
    Optional<Handling> handling = find(segments, request.method(), allowed);
    if (handling.isEmpty() && request.method().equals("HEAD")) {
      handling = find(segments, "GET", allowed);
    }
    if (handling.isPresent()) {
      handling.get().run(request, response);
    } else if (allowed.isEmpty()) {
      throw new HttpException(404, "page not found");
    } else {
      response.header("Allow", String.join(", ", allowed));
      throw new HttpException(405, "method " + request.method() + " is not allowed here");
    }
  }

  private Optional<Handling> find(
      List<String> segments, String method, Collection<String> allowed) {
    String first = PercentEncoding.decodePath(segments.getFirst());
    for (List<Route> routes :
        List.of(byFirstSegment.getOrDefault(first, List.of()), anyFirstSegment)) {
      for (Route route : routes) {
        Optional<Map<String, String>> parameters = route.template.match(segments);
        if (parameters.isPresent()) {
          if (route.method.equals(method)) {
            return Optional.of(new Handling(route, parameters.get()));
          }
          allowed.add(route.method);
        }
      }
    }
    return Optional.empty();
  }

  private record Route(String method, PathTemplate template, Handler handler, long bodyLimit) {}

  private record Handling(Route route, Map<String, String> parameters) {
    void run(Request request, Response response) throws IOException, InterruptedException {
      if (request.contentLength().orElse(0) > route.bodyLimit) {
        throw LimitedInputStream.tooLarge(route.bodyLimit);
      }
      var body = new LimitedInputStream(request.body(), route.bodyLimit);
      route.handler.handle(new RoutedRequest(request, request.path(), parameters, body), response);
    }
  }

  /// Collects routes.
  public static final class Builder {
    private final List<Route> routes = new ArrayList<>();

    private Builder() {}

    /// Adds a route whose requests may have small bodies (4 MiB).
    public Builder on(String method, String template, Handler handler) {
      return on(method, template, handler, DEFAULT_BODY_LIMIT);
    }

    /// Adds a route and says how large its requests' bodies may be, in bytes.
    public Builder on(String method, String template, Handler handler, long bodyLimit) {
      routes.add(new Route(method, PathTemplate.parse(template), handler, bodyLimit));
      return this;
    }

    public Routes build() {
      List<Route> sorted = routes.stream().sorted(Comparator.comparing(Route::template)).toList();
      Map<String, List<Route>> byFirstSegment = new HashMap<>();
      List<Route> anyFirstSegment = new ArrayList<>();
      for (Route route : sorted) {
        route
            .template
            .firstLiteral()
            .map(literal -> byFirstSegment.computeIfAbsent(literal, _ -> new ArrayList<>()))
            .orElse(anyFirstSegment)
            .add(route);
      }
      return new Routes(byFirstSegment, anyFirstSegment);
    }
  }
}
