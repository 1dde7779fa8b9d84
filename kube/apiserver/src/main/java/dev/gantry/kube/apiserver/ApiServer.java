package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.Caller;
import dev.gantry.kube.api.KubeApi;
import dev.gantry.kube.auth.AccessRequest;
import dev.gantry.kube.auth.Authenticator;
import dev.gantry.kube.auth.UserInfo;
import dev.gantry.kube.objects.GroupVersion;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.kube.schema.decode.ObjectDecoder;
import dev.gantry.kube.schema.openapi.OpenApi;
import dev.gantry.platform.http.Handler;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Kubernetes API over HTTP: finds out who asks for what and hands over to whom it
/// concerns.
///
/// An edge translates and nothing more: what a request does is decided behind [KubeApi].
public final class ApiServer implements Handler {
  private static final Logger log = LoggerFactory.getLogger(ApiServer.class);

  private final KubeApi api;
  private final Authenticator authenticator;
  private final Impersonation impersonation;
  private final MetaEndpoints meta;
  private final DiscoveryEndpoints discovery;
  private final OpenApiEndpoints openApi;
  private final Kinds kinds;
  private final ResourceVerbs resources;
  private final Map<String, StreamedSubresource> streams;
  private final ServerMetrics metrics;

  /// @param streams by `pods/exec`, for resources of the core group
  public ApiServer(
      ControlPlane plane,
      ServerVersion version,
      HealthChecks health,
      ServerMetrics metrics,
      Map<String, StreamedSubresource> streams) {
    this.api = plane.api();
    this.authenticator = new Authenticator(plane.tokens());
    this.impersonation = new Impersonation(api);
    this.kinds = Kinds.builtIn();
    this.discovery = new DiscoveryEndpoints(kinds);
    this.openApi = new OpenApiEndpoints(new OpenApi(kinds, version.text()));
    this.meta =
        new MetaEndpoints(
            version,
            health,
            metrics,
            plane.tokens(),
            kinds.groupVersions().stream().map(GroupVersion::text).toList());
    this.resources = new ResourceVerbs(api, new ObjectDecoder(() -> kinds));
    this.streams = Map.copyOf(streams);
    this.metrics = metrics;
  }

  @Override
  public void handle(Request request, Response response) throws IOException, InterruptedException {
    UserInfo client =
        authenticator.authenticate(
            request.peer().certificates(), request.headers().first("Authorization"));
    Caller caller =
        new Caller(
            impersonation.apply(client, request.headers()),
            request.headers().first("User-Agent").orElse(""));
    var path = ResourcePath.parse(request.path());
    if (path.isPresent()) {
      resource(request, response, caller, path.get());
    } else {
      other(request, response, caller.user());
    }
  }

  private void other(Request request, Response response, UserInfo user) throws IOException {
    api.authorize(
        new AccessRequest(
            user, request.method().toLowerCase(Locale.ROOT), "", "", "", "", "", request.path()));
    if (!meta.handle(request, response)
        && !discovery.handle(request, response)
        && !openApi.handle(request, response)) {
      throw StatusDocument.unknownPath();
    }
  }

  private void resource(Request request, Response response, Caller caller, ResourcePath path)
      throws IOException, InterruptedException {
    Kind kind =
        kinds
            .findResource(path.group(), path.version(), path.resource())
            .orElseThrow(StatusDocument::unknownPath);
    StreamedSubresource stream = stream(path);
    String verb = stream == null ? ResourceVerbs.verb(request, path) : stream.verb(request);
    var observed = new ObservedResponse(response);
    long start = System.nanoTime();
    Runnable ended =
        verb.equals("watch") || stream != null ? metrics.streaming(verb, path) : () -> {};
    int code = 0;
    try {
      if (stream != null) {
        api.authorize(access(caller.user(), verb, path));
        stream.handle(request, observed, caller, path);
      } else {
        resources.handle(new ResourceRequest(request, observed, caller, path, kind, verb));
      }
      code = observed.code();
    } catch (RuntimeException e) {
      code = StatusDocument.of(e).reason().code();
      throw e;
    } finally {
      ended.run();
      metrics.finished(stream == null ? verb : "connect", path, code, System.nanoTime() - start);
    }
  }

  private @Nullable StreamedSubresource stream(ResourcePath path) {
    return path.group().isEmpty() && !path.subresource().isEmpty()
        ? streams.get(path.resource() + "/" + path.subresource())
        : null;
  }

  private static AccessRequest access(UserInfo user, String verb, ResourcePath path) {
    return new AccessRequest(
        user,
        verb,
        path.group(),
        path.resource(),
        path.subresource(),
        path.namespace(),
        path.name(),
        "");
  }

  /// Answers failures as `Status` objects.
  public void respond(Request request, Throwable failure, Response response) throws IOException {
    StatusException status = StatusDocument.of(failure);
    if (status.reason().code() >= 500) {
      log.warn("request failed method={} path={}", request.method(), request.path(), failure);
    }
    status
        .retryAfterSeconds()
        .ifPresent(seconds -> response.header("Retry-After", Integer.toString(seconds)));
    new Answer(request, response).status(status.reason().code()).json(StatusDocument.of(status));
  }
}
