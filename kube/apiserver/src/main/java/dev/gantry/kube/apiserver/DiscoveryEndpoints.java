package dev.gantry.kube.apiserver;

import dev.gantry.kube.objects.GroupVersion;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.kube.schema.Document;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.kube.schema.discovery.Discovery;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Answers which resources there are, in the form a client asks for: everything at once, or,
/// for clients that know no better, a document for each group.
final class DiscoveryEndpoints {
  private static final String JSON = "application/json";
  private static final String GROUP = "apidiscovery.k8s.io";
  private static final List<String> VERSIONS = List.of("v2", "v2beta1");

  private final Discovery discovery;

  DiscoveryEndpoints(Kinds kinds) {
    this.discovery = new Discovery(kinds);
  }

  /// Answers if the path is one of these; false when it is not.
  boolean handle(Request request, Response response) throws IOException {
    List<String> parts = List.of(request.path().substring(1).replaceAll("/$", "").split("/", -1));
    Optional<Document> found = Optional.empty();
    response.header("Vary", "Accept");
    switch (parts.getFirst()) {
      case "api" -> {
        if (parts.size() == 1) {
          String address = request.headers().first("Host").orElse("localhost");
          root(request, response, discovery::aggregatedCore, discovery.coreVersions(address));
          return true;
        }
        if (parts.size() == 2) {
          found = discovery.resources(new GroupVersion("", parts.get(1)));
        }
      }
      case "apis" -> {
        if (parts.size() == 1) {
          root(request, response, discovery::aggregatedGroups, discovery.groups());
          return true;
        }
        if (parts.size() == 2) {
          found = discovery.group(parts.get(1));
        } else if (parts.size() == 3) {
          found = discovery.resources(new GroupVersion(parts.get(1), parts.get(2)));
        }
      }
      default -> {}
    }
    if (found.isEmpty()) {
      return false;
    }
    send(request, response, JSON, found.get());
    return true;
  }

  private void root(
      Request request, Response response, Function<String, Document> aggregated, Document legacy)
      throws IOException {
    for (AcceptHeader.Range range : AcceptHeader.of(request.headers()).ranges()) {
      if (!range.accepts(JSON)) {
        continue;
      }
      if (range.parameter("as").isEmpty()) {
        send(request, response, JSON, legacy);
        return;
      }
      String version = range.parameter("v");
      if (range.parameter("as").equals("APIGroupDiscoveryList")
          && range.parameter("g").equals(GROUP)
          && VERSIONS.contains(version)) {
        send(
            request,
            response,
            JSON + ";g=" + GROUP + ";v=" + version + ";as=APIGroupDiscoveryList",
            aggregated.apply(version));
        return;
      }
    }
    throw new StatusException(
        StatusReason.NOT_ACCEPTABLE,
        "only the following media types are accepted: application/json",
        Optional.empty());
  }

  private static void send(
      Request request, Response response, String contentType, Document document)
      throws IOException {
    new Answer(request, response).document(contentType, document);
  }
}
