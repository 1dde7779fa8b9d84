package dev.gantry.tests.faults;

import dev.gantry.tests.harness.BusyboxImage;
import dev.gantry.tests.harness.Engine;
import dev.gantry.tests.harness.Engines;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives a test the engine that most tests share, with the image `busybox` in it, and judges its
/// state after each.
final class SharedEngine implements ParameterResolver, AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedEngine.class);

  /// The engine with its judge, in a form the store closes.
  private record Shared(Soundness soundness) implements AutoCloseable {
    static Shared start() {
      var engine = Engines.gantry();
      engine.start();
      BusyboxImage.importInto(engine);
      return new Shared(Soundness.of(engine));
    }

    @Override
    public void close() {
      soundness.engine().close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Engine.class;
  }

  @Override
  public Engine resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return shared(context).soundness.engine();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    shared(context).soundness.verify();
  }

  private static Shared shared(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Shared.class, _ -> Shared.start(), Shared.class);
  }
}
