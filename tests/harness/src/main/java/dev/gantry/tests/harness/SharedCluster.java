package dev.gantry.tests.harness;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives each test a namespace of its own in the cluster that all share, with the image `busybox`
/// in its engine, as a [Workspace].
public final class SharedCluster
    implements ParameterResolver, BeforeEachCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedCluster.class);

  /// The engine in a form the store closes.
  private record Shared(Engine engine) implements AutoCloseable {
    static Shared start() {
      var engine = Engines.cluster();
      engine.start();
      BusyboxImage.importInto(engine);
      return new Shared(engine);
    }

    @Override
    public void close() {
      engine.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Workspace.class;
  }

  @Override
  public Workspace resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return workspace(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    workspace(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    workspace(context).remove();
  }

  private static Workspace workspace(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(
            context.getUniqueId(),
            _ -> Workspace.make(engine(context), KubernetesClients.NEW),
            Workspace.class);
  }

  private static Engine engine(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Shared.class, _ -> Shared.start(), Shared.class)
        .engine();
  }
}
