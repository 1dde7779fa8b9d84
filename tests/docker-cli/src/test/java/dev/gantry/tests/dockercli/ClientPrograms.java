package dev.gantry.tests.dockercli;

import dev.gantry.tests.harness.Client;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/// The clients that a run of the tests is to use.
final class ClientPrograms implements ArgumentsProvider {
  @Override
  public Stream<Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    var names = System.getProperty("gantry.test.clients", "docker,gantry");
    return Arrays.stream(names.split(",", -1))
        .map(name -> Client.Program.valueOf(name.toUpperCase(Locale.ROOT)))
        .map(Arguments::of);
  }
}
