package dev.gantry.engine.dockerapi;

import dev.gantry.engine.core.Engine;
import dev.gantry.platform.http.ErrorMapper;
import dev.gantry.platform.http.Handler;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.http.Routes;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Docker Engine API, versions 1.24 to 1.50, over the use cases of an [Engine].
///
/// Every path is served bare and under `/v1.N`. The version a client speaks is bound for the time
/// of its request, for the few answers that depend on it.
public final class DockerApi implements Handler {
  private static final Pattern VERSIONED = Pattern.compile("/(v\\d+\\.\\d+)(/.*)");

  /// The version the client of the current request speaks.
  static final ScopedValue<ApiVersion> VERSION = ScopedValue.newInstance();

  private final Handler routes;

  /// @param product what `version` and `info` say about the program itself
  public DockerApi(Engine engine, ProductInfo product) {
    var builder = Routes.builder();
    new SystemRoutes(engine, product).addTo(builder);
    new ContainerRoutes(engine).addTo(builder);
    new ContainerStreamRoutes(engine).addTo(builder);
    new ArchiveRoutes(engine).addTo(builder);
    new ExecRoutes(engine).addTo(builder);
    new ImageRoutes(engine).addTo(builder);
    new ImageTransferRoutes(engine).addTo(builder);
    new NetworkRoutes(engine).addTo(builder);
    new VolumeRoutes(engine).addTo(builder);
    new AbsentRoutes().addTo(builder);
    this.routes = builder.build();
  }

  /// How failures are answered.
  public ErrorMapper errors() {
    return new ApiErrors();
  }

  @Override
  public void handle(Request request, Response response) throws IOException, InterruptedException {
    response
        .header("Api-Version", ApiVersion.CURRENT.toString())
        .header("Docker-Experimental", "false")
        .header("Ostype", "linux")
        .header("Server", "Gantry (linux)");
    Matcher versioned = VERSIONED.matcher(request.path());
    boolean named = versioned.matches();
    var version = named ? ApiVersion.parse(versioned.group(1)) : ApiVersion.CURRENT;
    var plain = named ? request.withPath(versioned.group(2)) : request;
    try {
      ScopedValue.where(VERSION, version)
          .call(
              () -> {
                routes.handle(plain, response);
                return true;
              });
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
