package dev.gantry.tests.dockercli;

import dev.gantry.tests.harness.BusyboxImage;
import dev.gantry.tests.harness.Engine;
import dev.gantry.tests.harness.Engines;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives a test the engine that all tests share, with the image `busybox` in it, and removes the
/// containers that the test leaves behind.
///
/// The engine starts with the first test that asks for it and ends with the last.
final class SharedEngine implements ParameterResolver, AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedEngine.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Engine.class;
  }

  @Override
  public Engine resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return engine(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    engine(context).removeContainers();
  }

  private static Engine engine(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Engine.class, _ -> start(), Engine.class);
  }

  private static Engine start() {
    var engine = Engines.underTest();
    engine.start();
    BusyboxImage.importInto(engine);
    return engine;
  }
}
