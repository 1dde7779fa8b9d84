package dev.gantry.platform.linux;

import dev.gantry.platform.testkit.TemporaryRoot;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A network namespace of its own for each test, pinned below a temporary root.
final class NetworkNamespace implements BeforeEachCallback, AfterEachCallback {
  private final TemporaryRoot root = new TemporaryRoot();

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    root.beforeEach(context);
    create("host");
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    root.afterEach(context);
  }

  /// A further namespace beside the first, which is called `host`.
  Path create(String name) throws Exception {
    Namespaces.system().create(NamespaceKind.NETWORK, pin(name));
    return pin(name);
  }

  <T> T call(ThreadAction<T, Exception> action) throws Exception {
    return call("host", action);
  }

  <T> T call(String name, ThreadAction<T, Exception> action) throws Exception {
    return Namespaces.system().call(NamespaceKind.NETWORK, pin(name), action);
  }

  private Path pin(String name) {
    return root.resolve(name);
  }
}
