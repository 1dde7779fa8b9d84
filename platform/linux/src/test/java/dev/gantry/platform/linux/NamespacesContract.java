package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What every [Namespaces] does.
abstract class NamespacesContract {
  abstract Namespaces namespaces();

  /// A path where nothing is, in an existing directory.
  abstract Path pin(String name);

  @Test
  void eachNamespaceIsAnother() throws Exception {
    namespaces().create(NamespaceKind.NETWORK, pin("a"));
    namespaces().create(NamespaceKind.NETWORK, pin("b"));

    assertThat(namespaces().identity(pin("a"))).isNotEqualTo(namespaces().identity(pin("b")));
  }

  @Test
  void aPinIsNotTakenTwice() throws Exception {
    namespaces().create(NamespaceKind.UTS, pin("a"));
    long before = namespaces().identity(pin("a"));

    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> namespaces().create(NamespaceKind.UTS, pin("a")))
        .satisfies(e -> assertThat(e.is(Errno.EEXIST)).isTrue());
    assertThat(namespaces().identity(pin("a"))).isEqualTo(before);
  }

  @Test
  void removingTwiceIsLikeRemovingOnce() throws Exception {
    namespaces().create(NamespaceKind.IPC, pin("a"));

    namespaces().remove(pin("a"));
    namespaces().remove(pin("a"));

    namespaces().create(NamespaceKind.IPC, pin("a"));
  }

  @Test
  void whatAnActionReturnsOrThrowsReachesTheCaller() throws Exception {
    namespaces().create(NamespaceKind.NETWORK, pin("a"));

    assertThat(namespaces().<String, Exception>call(NamespaceKind.NETWORK, pin("a"), () -> "x"))
        .isEqualTo("x");
    assertThatExceptionOfType(FileNotFoundException.class)
        .isThrownBy(
            () ->
                namespaces()
                    .call(
                        NamespaceKind.NETWORK,
                        pin("a"),
                        () -> {
                          throw new FileNotFoundException("checked");
                        }));
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                namespaces()
                    .call(
                        NamespaceKind.NETWORK,
                        pin("a"),
                        () -> {
                          throw new IllegalStateException("unchecked");
                        }));
  }

  @Test
  void nothingRunsInANamespaceThatIsNotThere() {
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> namespaces().call(NamespaceKind.NETWORK, pin("absent"), () -> "x"))
        .satisfies(e -> assertThat(e.is(Errno.ENOENT)).isTrue());
  }
}
